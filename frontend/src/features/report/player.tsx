import { type RefObject, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { RecordingLinkOut, ReportTurnOut } from "@/api/generated";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";

import { TranscriptPieces } from "./transcript-pieces";
import { useRenewal } from "./use-renewal";

interface TurnPlayerProps {
  turn: ReportTurnOut;
  language: string;
  link: RecordingLinkOut | undefined;
  /** Handed a function that plays from a second of this turn's recording. */
  onReady: (turnId: string, seek: (seconds: number) => void) => void;
  /** Ask for new links. */
  onRenew: () => Promise<unknown>;
}

/** A turn's transcript beside its recording: a piece plays its place, and the piece that is heard is marked. */
export function TurnPlayer({ turn, language, link, onReady, onRenew }: TurnPlayerProps) {
  const { t } = useTranslation("recruiter");
  const media: RefObject<HTMLVideoElement | null> = useRef(null);
  const [now, setNow] = useState<number | null>(null);
  const seek = (seconds: number) => {
    const element = media.current;
    if (!element) return;
    element.currentTime = seconds;
    void element.play().catch(() => undefined);
  };
  const mode = turn.mode && <Badge>{t(turn.mode === "typed" ? "report.typed" : "report.spoken")}</Badge>;
  return (
    <div className={cn("grid gap-4 not-first:border-t not-first:border-line not-first:pt-4", link && "lg:grid-cols-[minmax(0,18rem)_1fr]")}>
      {link && (
        <Recording
          turn={turn}
          link={link}
          onRenew={onRenew}
          onTime={setNow}
          onElement={(element) => {
            media.current = element;
            if (element) onReady(turn.turn_id, seek);
          }}
        />
      )}
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-2">
          {turn.follow_up && <Badge tone="info">{t("report.followUp")}</Badge>}
          {mode}
        </div>
        {turn.follow_up && (
          <p lang={language} className="mt-1.5 font-semibold">
            {turn.question}
          </p>
        )}
        <div lang={language} className="mt-1.5 max-w-[46rem] leading-relaxed whitespace-pre-line">
          <TranscriptPieces turn={turn} now={now} recorded={link !== undefined} onSeek={link ? seek : null} />
        </div>
      </div>
    </div>
  );
}

interface RecordingProps extends Pick<TurnPlayerProps, "turn" | "onRenew"> {
  link: RecordingLinkOut;
  onElement: (element: HTMLVideoElement | null) => void;
  onTime: (seconds: number) => void;
}

function Recording({ turn, link, onRenew, onElement, onTime }: RecordingProps) {
  const { t } = useTranslation("recruiter");
  const { url, key, failed, again, handlers } = useRenewal(link.url, onRenew);
  if (failed) {
    return (
      <Alert tone="warning" live className="self-start print:hidden">
        <p>{t("report.recordingFailed")}</p>
        <Button variant="secondary" className="mt-2" onClick={again}>
          {t("report.recordingAgain")}
        </Button>
      </Alert>
    );
  }
  return (
    <video
      key={key}
      ref={onElement}
      src={url}
      controls
      preload="metadata"
      aria-label={t(link.has_video ? "report.recordingOf" : "report.audioOf", { question: turn.question })}
      className={cn("w-full self-start rounded-md bg-black print:hidden", link.has_video ? "aspect-video" : "h-14")}
      onTimeUpdate={(event) => onTime(event.currentTarget.currentTime)}
      {...handlers}
    >
      <track kind="captions" />
    </video>
  );
}
