import { useQuery } from "@tanstack/react-query";
import { Printer, ThumbsUp, TrendingUp } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { ReportOut } from "@/api/generated";
import { PageHeading } from "@/components/page-heading";
import { ProblemState } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { Card, CardText, CardTitle } from "@/components/ui/card";
import { LoadingBlock } from "@/components/ui/skeleton";
import { formatDateTime } from "@/lib/format";
import { useLanguage } from "@/lib/use-language";

import { AnswerList } from "./answer-list";
import { DecisionCard } from "./decision-card";
import { DimensionChart } from "./dimension-chart";
import { DimensionTable } from "./dimension-table";
import { EmotionCard } from "./emotion-card";
import { EngineName } from "./engine-name";
import { FaceCard } from "./face-card";
import { FailedEvaluation } from "./failed-evaluation";
import { PointsCard } from "./points-card";
import { reportQuery } from "./queries";
import { ResumeNote } from "./resume-note";
import { SummaryCard } from "./summary-card";

interface ReportPageProps {
  interviewId: string;
  backLink: ReactNode;
}

export function ReportPage({ interviewId, backLink }: ReportPageProps) {
  const report = useQuery(reportQuery(interviewId));
  if (report.isPending) return <LoadingBlock lines={8} />;
  if (report.error && !report.data) return <ProblemState error={report.error} onRetry={() => void report.refetch()} />;
  return <Report report={report.data} backLink={backLink} />;
}

function Report({ report, backLink }: { report: ReportOut; backLink: ReactNode }) {
  const { t } = useTranslation("recruiter");
  const language = useLanguage();
  const unrated = report.dimensions.some(({ score }) => score === null);
  return (
    <>
      <PageHeading
        title={t("report.title", { name: report.candidate.name })}
        text={[report.job, t(`languages.${report.language}`), report.created_at && formatDateTime(report.created_at, language)]
          .filter(Boolean)
          .join(" · ")}
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
        <SummaryCard report={report} />
        <Card className="print:break-inside-avoid">
          <CardTitle>{t("report.dimensions")}</CardTitle>
          <div className="mt-3 grid items-center gap-x-8 gap-y-4 md:grid-cols-[minmax(0,26rem)_1fr] print:grid-cols-[minmax(0,20rem)_1fr]">
            <DimensionChart dimensions={report.dimensions} />
            <DimensionTable dimensions={report.dimensions} />
          </div>
          {unrated && <p className="mt-4 text-sm text-muted">{t("report.chartNote")}</p>}
        </Card>
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
        <div className="mt-3 print:break-after-avoid">
          <h2 className="text-xl font-bold">{t("report.answers")}</h2>
          <CardText>{t("report.answersText")}</CardText>
        </div>
        <AnswerList report={report} />
        {report.resume && <ResumeNote resume={report.resume} />}
        {report.face_summary && <FaceCard face={report.face_summary} />}
        {report.emotion_summary && <EmotionCard emotion={report.emotion_summary} />}
        <DecisionCard interviewId={report.interview_id} decision={report.decision} />
        <EnginesCard report={report} />
      </div>
    </>
  );
}

function EnginesCard({ report }: { report: ReportOut }) {
  const { t } = useTranslation("recruiter");
  if (report.engines.length === 0) return null;
  return (
    <Card className="print:break-inside-avoid">
      <CardTitle>{t("report.engines")}</CardTitle>
      <ul className="mt-3 grid gap-2 text-[0.9375rem]">
        {report.engines.map((engine) => (
          <li key={`${engine.capability}-${engine.name}-${engine.model}`} className="grid gap-x-4 sm:grid-cols-[12rem_1fr]">
            <span className="text-muted">{t(`engines.capability.${engine.capability}`)}</span>
            <EngineName engine={engine} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
