import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Printer, ThumbsUp, TrendingUp } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { ReportOut } from "@/api/generated";
import { PageHeading } from "@/components/page-heading";
import { ProblemAlert, ProblemState } from "@/components/problem";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { LoadingBlock } from "@/components/ui/skeleton";
import { formatDateTime } from "@/lib/format";
import { useLanguage } from "@/lib/use-language";

import { AnswerCard } from "./answer-card";
import { DecisionCard } from "./decision-card";
import { DimensionChart } from "./dimension-chart";
import { EngineName } from "./engine-name";
import { FaceCard } from "./face-card";
import { PointsCard } from "./points-card";
import { recordingLinksQuery, reportQuery } from "./queries";
import { retryEvaluation } from "./retry-evaluation";

interface ReportPageProps {
  interviewId: string;
  backLink: ReactNode;
}

export function ReportPage({ interviewId, backLink }: ReportPageProps) {
  const report = useQuery(reportQuery(interviewId));
  if (report.isPending) return <LoadingBlock lines={8} />;
  if (report.error) return <ProblemState error={report.error} onRetry={() => void report.refetch()} />;
  return <Report report={report.data} backLink={backLink} />;
}

function Report({ report, backLink }: { report: ReportOut; backLink: ReactNode }) {
  const { t } = useTranslation("recruiter");
  const language = useLanguage();
  const recorded = report.answers.some((answer) => answer.recording_available);
  const recordings = useQuery({ ...recordingLinksQuery(report.interview_id), enabled: recorded });
  const links = new Map((recordings.data ?? []).map((link) => [link.turn_id, link]));
  return (
    <div className="report">
      <PageHeading
        title={t("report.title", { name: report.candidate.name })}
        text={[report.job, report.created_at && formatDateTime(report.created_at, language)].filter(Boolean).join(" · ")}
        over={<span className="print:hidden">{backLink}</span>}
        actions={
          <Button variant="secondary" className="print:hidden" onClick={() => window.print()}>
            <Printer aria-hidden />
            {t("report.print")}
          </Button>
        }
      />
      {report.state === "evaluation_failed" && <FailedEvaluation interviewId={report.interview_id} />}
      <div className="grid gap-5">
        <Card className="print:break-inside-avoid">
          <div className="flex flex-wrap items-baseline justify-between gap-4">
            <CardTitle>{t("report.summary")}</CardTitle>
            <p className="text-muted">
              {t("report.overall")}{" "}
              <span className="text-2xl font-bold text-ink tabular-nums">{report.overall === null ? "–" : report.overall.toFixed(1)}</span>
              {report.overall !== null && " / 5"}
            </p>
          </div>
          <p lang={report.language} className="mt-3 max-w-prose leading-relaxed break-keep whitespace-pre-line">
            {report.summary}
          </p>
          <p className="mt-4 text-sm text-muted">{t("report.aiNotice")}</p>
        </Card>
        <Card className="print:break-inside-avoid">
          <CardTitle className="mb-2">{t("report.dimensions")}</CardTitle>
          <DimensionChart dimensions={report.dimensions} />
        </Card>
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <PointsCard
            icon={ThumbsUp}
            title={t("report.strengths")}
            empty={t("report.noStrengths")}
            points={report.strengths}
            language={report.language}
          />
          <PointsCard
            icon={TrendingUp}
            title={t("report.improvements")}
            empty={t("report.noImprovements")}
            points={report.improvements}
            language={report.language}
          />
        </div>
        <h2 className="mt-3 text-xl font-bold">{t("report.answers")}</h2>
        {recordings.error && <ProblemAlert error={recordings.error} />}
        {report.answers.map((answer) => (
          <AnswerCard key={answer.turn_id} answer={answer} language={report.language} links={links} />
        ))}
        {report.face_summary && <FaceCard face={report.face_summary} />}
        <DecisionCard interviewId={report.interview_id} decision={report.decision} />
        <Card className="print:break-inside-avoid">
          <CardTitle>{t("report.engines")}</CardTitle>
          <ul className="mt-3 grid gap-2 text-[0.9375rem]">
            {report.engines.map((engine) => (
              <li key={`${engine.capability}-${engine.name}-${engine.model}`} className="flex flex-wrap gap-x-3">
                <span className="text-muted">{t(`engines.capability.${engine.capability}`)}</span>
                <EngineName engine={engine} />
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </div>
  );
}

function FailedEvaluation({ interviewId }: { interviewId: string }) {
  const { t } = useTranslation("recruiter");
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: () => retryEvaluation(interviewId),
    onSuccess: () => client.invalidateQueries({ queryKey: ["interview", interviewId] }),
  });
  return (
    <Alert tone="danger" title={t("report.evaluationFailed")} className="mb-5">
      <p>{t("report.evaluationFailedText")}</p>
      <ProblemAlert error={retry.error} />
      <Button className="mt-3" busy={retry.isPending} onClick={() => retry.mutate()}>
        {t("report.retry")}
      </Button>
    </Alert>
  );
}
