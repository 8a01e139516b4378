import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { ReportOut } from "@/api/generated";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";

import { AnswerCard } from "./answer-card";
import { AnswerIndex } from "./answer-index";
import { recordingLinksQuery } from "./queries";

/** All answers; their recordings are linked for some minutes at a time. */
export function AnswerList({ report }: { report: ReportOut }) {
  const { t } = useTranslation("recruiter");
  const { t: common } = useTranslation("common");
  const recorded = report.answers.some((answer) => answer.transcript.some((turn) => turn.recording_available));
  const recordings = useQuery({ ...recordingLinksQuery(report.interview_id), enabled: recorded });
  const links = new Map((recordings.data ?? []).map((link) => [link.turn_id, link]));
  return (
    <>
      <AnswerIndex answers={report.answers} />
      {recordings.error && !recordings.data && (
        <Alert tone="warning" live className="print:hidden">
          <p>{t("report.recordingsFailed")}</p>
          <Button variant="secondary" className="mt-2" busy={recordings.isFetching} onClick={() => void recordings.refetch()}>
            {common("retry")}
          </Button>
        </Alert>
      )}
      {report.answers.map((answer) => (
        <AnswerCard
          key={answer.turn_id}
          interviewId={report.interview_id}
          answer={answer}
          language={report.language}
          links={links}
          onRenew={() => recordings.refetch({ throwOnError: true })}
        />
      ))}
    </>
  );
}
