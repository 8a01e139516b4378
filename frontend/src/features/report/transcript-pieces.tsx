import { useTranslation } from "react-i18next";

import type { ReportTurnOut } from "@/api/generated";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { formatClock } from "@/lib/format";
import { useLanguage } from "@/lib/use-language";

interface TranscriptPiecesProps {
  turn: ReportTurnOut;
  /** Second of the recording that is heard. */
  now: number | null;
  recorded: boolean;
  onSeek: ((seconds: number) => void) | null;
}

/** The words of an answer; where there are none, why. */
export function TranscriptPieces({ turn, now, recorded, onSeek }: TranscriptPiecesProps) {
  const { t } = useTranslation("recruiter");
  const language = useLanguage();
  if (turn.pieces.length === 0) {
    const why = turn.transcript_available ? "report.noAnswer" : recorded ? "report.noTranscript" : "report.noTranscriptNoRecording";
    return (
      <p lang={language} className="text-muted">
        {t(why)}
      </p>
    );
  }
  return turn.pieces.map((piece) => (
    <Piece key={`${piece.start_s ?? ""}-${piece.text}`} text={piece.text} start={piece.start_s} end={piece.end_s} now={now} onSeek={onSeek} />
  ));
}

interface PieceProps extends Pick<TranscriptPiecesProps, "now" | "onSeek"> {
  text: string;
  start: number | null;
  end: number | null;
}

function Piece({ text, start, end, now, onSeek }: PieceProps) {
  const { t } = useTranslation("recruiter");
  if (start === null || onSeek === null) return <span>{text} </span>;
  const heard = now !== null && now >= start && (end === null || now < end);
  return (
    <>
      <Button
        variant="ghost"
        className={cn(
          "inline min-h-0 rounded-sm px-0.5 py-1 text-left text-base font-normal whitespace-normal select-text hover:underline",
          heard && "bg-accent-soft text-accent-ink",
        )}
        aria-current={heard || undefined}
        title={t("report.playFrom", { time: formatClock(start) })}
        onClick={() => onSeek(start)}
      >
        {text}
      </Button>{" "}
    </>
  );
}
