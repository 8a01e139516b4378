import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { ProblemAlert } from "@/components/problem";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";

import { retryEvaluation } from "./retry-evaluation";

/** Says that the rating did not finish, and lets a recruiter start it again. */
export function FailedEvaluation({ interviewId }: { interviewId: string }) {
  const { t } = useTranslation("recruiter");
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: () => retryEvaluation(interviewId),
    onSuccess: () => client.invalidateQueries({ queryKey: ["interview", interviewId] }),
  });
  return (
    <Alert tone="danger" title={t("report.evaluationFailed")} className="mb-5">
      <p>{t("report.evaluationFailedText")}</p>
      <Button className="mt-3 print:hidden" busy={retry.isPending} onClick={() => retry.mutate()}>
        {t("report.retry")}
      </Button>
      {retry.error && (
        <div className="mt-3">
          <ProblemAlert error={retry.error} />
        </div>
      )}
    </Alert>
  );
}
