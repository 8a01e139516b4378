import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { PageHeading } from "@/components/page-heading";
import { ProblemState } from "@/components/problem";
import { LoadingBlock } from "@/components/ui/skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { useLanguage } from "@/lib/use-language";

import { CompetencyList } from "./competency-list";
import { JobOverview } from "./job-overview";
import { jobQuery } from "./queries";
import { QuestionList } from "./question-list";

export const JOB_TABS = ["invitations", "overview", "competencies", "questions"] as const;
export type JobTab = (typeof JOB_TABS)[number];

interface JobPageProps {
  jobId: string;
  tab: JobTab;
  onTab: (tab: JobTab) => void;
  backLink: ReactNode;
  /** What stands in the tab of invitations. */
  invitations: ReactNode;
}

export function JobPage({ jobId, tab, onTab, backLink, invitations }: JobPageProps) {
  const { t } = useTranslation("recruiter");
  const language = useLanguage();
  const job = useQuery(jobQuery(jobId));
  if (job.isPending) return <LoadingBlock lines={8} />;
  if (job.error && !job.data) {
    return (
      <>
        <PageHeading title={t("job.unavailable")} over={backLink} />
        <ProblemState error={job.error} onRetry={() => void job.refetch()} />
      </>
    );
  }
  return (
    <>
      <PageHeading
        title={job.data.title[language]}
        text={`${t(`jobs.state.${job.data.state}`)} · ${t("job.version", { version: job.data.version })}`}
        over={backLink}
      />
      <Tabs value={tab} onValueChange={(next) => onTab(next as JobTab)}>
        <TabsList aria-label={t("job.tabs")}>
          {JOB_TABS.map((name) => (
            <TabsTrigger key={name} value={name}>
              {t(`job.tab.${name}`)}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value="invitations">{invitations}</TabsContent>
        <TabsContent value="overview">
          <JobOverview job={job.data} />
        </TabsContent>
        <TabsContent value="competencies">
          <CompetencyList job={job.data} />
        </TabsContent>
        <TabsContent value="questions">
          <QuestionList job={job.data} />
        </TabsContent>
      </Tabs>
    </>
  );
}
