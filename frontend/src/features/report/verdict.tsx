import { useTranslation } from "react-i18next";

import type { ReportAnswerOut } from "@/api/generated";
import { Badge } from "@/components/ui/badge";

import { LevelScale } from "./level-scale";

/** What the rating came to: a level, or in words why there is none. */
export function Verdict({ answer }: { answer: ReportAnswerOut }) {
  const { t } = useTranslation("recruiter");
  if (answer.status === "rated" && answer.level !== null) {
    return (
      <div className="grid gap-1 sm:justify-items-end">
        <LevelScale level={answer.level} />
        {answer.spread > 0 && <span className="text-sm text-muted">{t("report.spread", { count: answer.spread })}</span>}
      </div>
    );
  }
  if (answer.status === "failed") return <Badge tone="danger">{t("report.failed")}</Badge>;
  if (answer.status === "not_scored") return <Badge>{t("job.notScored")}</Badge>;
  if (answer.status === "pending") return <Badge tone="info">{t("report.pending")}</Badge>;
  return (
    <div className="grid justify-items-start gap-1 sm:justify-items-end">
      <Badge tone="warning">{t("report.notRated")}</Badge>
      {answer.not_rated_reason && <span className="text-sm text-muted">{t(`report.reason.${answer.not_rated_reason}`)}</span>}
    </div>
  );
}
