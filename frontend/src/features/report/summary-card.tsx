import { Sparkles } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { ReportOut } from "@/api/generated";
import { Card, CardTitle } from "@/components/ui/card";

import { formatScore } from "./levels";

/** The words of the report with its figure, and a reminder whose words they are. */
export function SummaryCard({ report }: { report: ReportOut }) {
  const { t } = useTranslation("recruiter");
  const rated = report.dimensions.filter(({ score }) => score !== null).length;
  return (
    <Card className="flex flex-col-reverse gap-5 sm:grid sm:grid-cols-[1fr_auto] sm:gap-8 print:break-inside-avoid">
      <div className="min-w-0">
        <CardTitle>{t("report.summary")}</CardTitle>
        {report.summary ? (
          <>
            <p lang={report.language} className="mt-2 max-w-[44rem] leading-relaxed whitespace-pre-line">
              {report.summary}
            </p>
            <p className="mt-3 flex items-start gap-1.5 text-sm text-muted">
              <Sparkles aria-hidden className="mt-0.5 size-4 shrink-0" />
              {t("report.aiNotice")}
            </p>
          </>
        ) : (
          <p className="mt-2 text-muted">{t("report.noSummary")}</p>
        )}
      </div>
      <div className="flex items-center gap-x-5 gap-y-1 self-stretch sm:w-44 sm:flex-col sm:items-start sm:justify-center sm:border-l sm:border-line sm:pl-8">
        <p className="text-sm font-semibold text-muted">{t("report.overall")}</p>
        <p className="flex items-baseline gap-2 whitespace-nowrap">
          <span className="text-4xl leading-none font-bold tracking-tight tabular-nums sm:text-5xl">
            {report.overall === null ? "–" : formatScore(report.overall)}
          </span>
          <span className="text-sm text-muted">{report.overall === null ? t("report.notRated") : t("report.ofFive")}</span>
        </p>
        <p className="hidden text-sm text-muted sm:mt-1 sm:block">{t("report.rated", { count: rated })}</p>
      </div>
    </Card>
  );
}
