import { Camera, CameraOff } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { LiveInterviewOut } from "@/api/generated";
import { PageHeading } from "@/components/page-heading";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Card, CardTitle } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import { formatDateTime } from "@/lib/format";
import { useLanguage } from "@/lib/use-language";

interface LivePageProps {
  interview: LiveInterviewOut;
  following: boolean;
  backLink: ReactNode;
}

/** What a recruiter sees of an interview before there is a report. */
export function LivePage({ interview, following, backLink }: LivePageProps) {
  const { t } = useTranslation("recruiter");
  const language = useLanguage();
  const { index, total } = interview.progress;
  const open = ["asking", "answering", "thinking"].includes(interview.state);
  return (
    <>
      <PageHeading title={interview.candidate_name} text={interview.job_title} over={backLink} />
      {!following && (
        <Alert tone="warning" live className="mb-5">
          {t("live.lost")}
        </Alert>
      )}
      <div className="grid gap-5 lg:grid-cols-[20rem_1fr] lg:items-start">
        <Card>
          <div aria-live="polite" className="flex flex-wrap items-center gap-2">
            <Badge tone={open ? "warning" : "accent"}>{t(`states.${interview.state}`)}</Badge>
            {open && (
              <Badge tone={interview.connected ? "success" : "neutral"}>
                {interview.connected ? <Camera aria-hidden /> : <CameraOff aria-hidden />}
                {interview.connected ? t("live.connected") : t("live.notConnected")}
              </Badge>
            )}
          </div>
          {total > 0 && (
            <div className="mt-5">
              <p className="mb-2 flex justify-between text-sm">
                <span className="text-muted">{t("board.progress")}</span>
                <span className="font-semibold tabular-nums">
                  {index} / {total}
                </span>
              </p>
              <Progress value={index / total} label={t("board.progress")} />
            </div>
          )}
          <dl className="mt-5 grid gap-2 text-sm">
            <div className="flex justify-between gap-4">
              <dt className="text-muted">{t("live.language")}</dt>
              <dd>{t(`languages.${interview.language}`)}</dd>
            </div>
            {interview.started_at && (
              <div className="flex justify-between gap-4">
                <dt className="text-muted">{t("live.started")}</dt>
                <dd>{formatDateTime(interview.started_at, language)}</dd>
              </div>
            )}
          </dl>
          <p className="mt-5 border-t border-line pt-4 text-sm text-muted">{t(`live.note.${noteOf(interview.state)}`)}</p>
        </Card>
        <Card>
          <CardTitle>{t("live.transcript")}</CardTitle>
          {interview.turns.length === 0 && <p className="mt-3 text-muted">{t("live.nothingYet")}</p>}
          <ol className="mt-4 grid gap-5">
            {interview.turns.map((turn) => (
              <li key={turn.turn_id}>
                <p lang={interview.language} className="font-semibold">
                  {turn.follow_up && <Badge className="mr-2">{t("report.followUp")}</Badge>}
                  {turn.question}
                </p>
                <p lang={interview.language} className="mt-1.5 border-l-2 border-line pl-3 whitespace-pre-line text-muted">
                  {turn.pieces.map((piece) => piece.text).join(" ") || t(turn.mode === null ? "live.answering" : "live.noText")}
                </p>
              </li>
            ))}
          </ol>
        </Card>
      </div>
    </>
  );
}

function noteOf(state: LiveInterviewOut["state"]): "before" | "running" | "evaluating" | "closed" {
  if (["created", "planning", "ready"].includes(state)) return "before";
  if (["asking", "answering", "thinking"].includes(state)) return "running";
  return state === "withdrawn" || state === "expired" ? "closed" : "evaluating";
}
