import { type ReactNode, type RefObject, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { RecordingLinkOut, ReportTurnOut } from "@/api/generated";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { formatClock } from "@/lib/format";

type MediaRef = RefObject<HTMLVideoElement | null>;

interface TurnPlayerProps {
  turn: ReportTurnOut;
  language: string;
  link: RecordingLinkOut | undefined;
  /** Handed a function that plays from a second of this turn's recording. */
  onReady: (turnId: string, seek: (seconds: number) => void) => void;
  badge: ReactNode;
}

/** A turn's transcript beside its recording: a piece plays its place, and the piece that is heard is marked. */
export function TurnPlayer({ turn, language, link, onReady, badge }: TurnPlayerProps) {
  const { t } = useTranslation("recruiter");
  const media: MediaRef = useRef<HTMLVideoElement>(null);
  const [now, setNow] = useState<number | null>(null);
  // A renewed link must not interrupt what plays: the element keeps the first one until it fails.
  const [source, setSource] = useState<string | undefined>(undefined);
  const url = source ?? link?.url;
  const seek = (seconds: number) => {
    const element = media.current;
    if (!element) return;
    element.currentTime = seconds;
    void element.play().catch(() => undefined);
  };
  return (
    <div className={cn("grid gap-4 border-t border-line pt-4", link && "lg:grid-cols-[minmax(0,20rem)_1fr]")}>
      {link && url && (
        <video
          key={url}
          ref={(element) => {
            media.current = element;
            if (element) onReady(turn.turn_id, seek);
          }}
          src={url}
          controls
          preload="metadata"
          aria-label={t("report.recordingOf", { question: turn.question })}
          className={cn("w-full rounded-md bg-black print:hidden", link.has_video ? "aspect-video" : "h-14")}
          onPlay={() => setSource(url)}
          onError={() => setSource(link.url === url ? undefined : link.url)}
          onTimeUpdate={(event) => setNow(event.currentTarget.currentTime)}
        >
          <track kind="captions" />
        </video>
      )}
      <div className="min-w-0">
        <p lang={language} className="font-semibold break-keep">
          {badge} {turn.question}
        </p>
        <div lang={language} className="mt-2 leading-relaxed break-keep whitespace-pre-line">
          {turn.pieces.length === 0 && (
            <p lang={undefined} className="text-muted">
              {t(turn.transcript_available ? "report.noAnswer" : "report.noTranscript")}
            </p>
          )}
          {turn.pieces.map((piece, index) => (
            <Piece key={index} text={piece.text} start={piece.start_s} end={piece.end_s} now={now} onSeek={link ? seek : null} />
          ))}
        </div>
      </div>
    </div>
  );
}

interface PieceProps {
  text: string;
  start: number | null;
  end: number | null;
  now: number | null;
  onSeek: ((seconds: number) => void) | null;
}

function Piece({ text, start, end, now, onSeek }: PieceProps) {
  if (start === null || onSeek === null) return <span>{text} </span>;
  const heard = now !== null && now >= start && (end === null || now < end);
  return (
    <Button
      variant="ghost"
      className={cn(
        "inline min-h-0 rounded-sm px-0.5 py-0 text-left text-base font-normal whitespace-normal select-text",
        heard && "bg-accent-soft text-accent-ink",
      )}
      aria-current={heard || undefined}
      title={formatClock(start)}
      onClick={() => onSeek(start)}
    >
      {`${text} `}
    </Button>
  );
}
