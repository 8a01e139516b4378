import { useQuery } from "@tanstack/react-query";
import { MailOpen } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { interviewsQuery } from "@/api/queries";
import type { InterviewSummary } from "@/api/types";
import { PageHeading } from "@/components/page-heading";
import { ProblemState } from "@/components/problem";
import { Badge } from "@/components/ui/badge";
import { Card, CardTitle } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadingBlock } from "@/components/ui/skeleton";
import { formatDeadline } from "@/lib/format";
import { useLanguage } from "@/lib/use-language";

import { type InterviewStage, stageOf } from "./stage";

const TONES = { before: "info", running: "warning", done: "success", closed: "neutral" } as const;

interface HomePageProps {
  /** The link that goes on with an interview, drawn as a button with this text. */
  renderLink: (interview: InterviewSummary, stage: InterviewStage, text: string) => ReactNode;
}

export function HomePage({ renderLink }: HomePageProps) {
  const { t } = useTranslation("home");
  const interviews = useQuery(interviewsQuery);
  return (
    <>
      <PageHeading title={t("title")} text={t("text")} />
      {interviews.isPending && <LoadingBlock />}
      {interviews.error && <ProblemState error={interviews.error} onRetry={() => void interviews.refetch()} />}
      {interviews.data?.length === 0 && <EmptyState icon={MailOpen} title={t("emptyTitle")} text={t("emptyText")} />}
      <ul className="grid gap-4">
        {interviews.data?.map((interview) => (
          <li key={interview.id}>
            <InterviewCard interview={interview} renderLink={renderLink} />
          </li>
        ))}
      </ul>
    </>
  );
}

function InterviewCard({ interview, renderLink }: HomePageProps & { interview: InterviewSummary }) {
  const { t } = useTranslation("home");
  const language = useLanguage();
  const stage = stageOf(interview.state);
  return (
    <Card className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4">
      <div className="min-w-0">
        <div className="mb-1 flex flex-wrap items-center gap-2 text-sm text-muted">
          {interview.company_name}
          <Badge tone={TONES[stage]}>{t(`stage.${stage}`)}</Badge>
        </div>
        <CardTitle>{interview.job_title}</CardTitle>
        <p className="mt-1 text-sm text-muted">
          {stage === "closed" ? t(interview.state === "withdrawn" ? "withdrawn" : "expired") : null}
          {(stage === "before" || stage === "running") &&
            interview.expires_at &&
            t("until", { date: formatDeadline(interview.expires_at, language) })}
          {stage === "done" && t("doneText")}
        </p>
      </div>
      {stage !== "closed" && renderLink(interview, stage, t(`action.${stage}`))}
    </Card>
  );
}
