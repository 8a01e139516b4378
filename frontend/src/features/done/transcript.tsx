import { useQuery } from "@tanstack/react-query";
import { FileText } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { OwnTranscript } from "@/api/types";
import { ProblemState } from "@/components/problem";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadingBlock } from "@/components/ui/skeleton";

import { transcriptQuery } from "./requests";

type TranscriptTurn = OwnTranscript["turns"][number];

export function Transcript({ interviewId }: { interviewId: string }) {
  const { t } = useTranslation("done");
  const transcript = useQuery(transcriptQuery(interviewId));
  if (transcript.isPending) return <LoadingBlock lines={6} />;
  if (transcript.error) return <ProblemState error={transcript.error} onRetry={() => void transcript.refetch()} />;
  const { turns } = transcript.data;
  if (turns.length === 0) return <EmptyState icon={FileText} title={t("emptyTitle")} />;
  return (
    <ol className="grid gap-6">
      {turns.map((turn) => (
        <li key={turn.turn_id}>
          <div className="flex flex-wrap items-center gap-2">
            {turn.follow_up && <Badge tone="accent">{t("followUp")}</Badge>}
            {turn.mode && <Badge>{t(`mode.${turn.mode}`)}</Badge>}
          </div>
          <h3 className="mt-1.5 font-semibold">{turn.question}</h3>
          <AnswerText turn={turn} />
        </li>
      ))}
    </ol>
  );
}

function AnswerText({ turn }: { turn: TranscriptTurn }) {
  const { t } = useTranslation("done");
  const text = turn.pieces
    .map((piece) => piece.text)
    .join(turn.mode === "typed" ? "\n" : " ")
    .trim();
  if (text) return <p className="mt-1 border-l-2 border-line pl-4 whitespace-pre-line text-muted">{text}</p>;
  const state = turn.transcript_state;
  return (
    <p className="mt-1 pl-4 text-sm text-muted italic">
      {t(state === "pending" ? "pending" : state === "unavailable" ? "unavailable" : "none")}
    </p>
  );
}
