import { useQuery } from "@tanstack/react-query";
import { Briefcase } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { JobSummary } from "@/api/generated";
import { PageHeading } from "@/components/page-heading";
import { ProblemState } from "@/components/problem";
import { Badge } from "@/components/ui/badge";
import { Card, CardTitle } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadingBlock } from "@/components/ui/skeleton";
import { useLanguage } from "@/lib/use-language";

import { jobsQuery } from "./queries";

const TONES = { draft: "neutral", open: "success", closed: "warning" } as const;

interface JobsPageProps {
  /** A link to the job with this text, drawn over the whole card. */
  renderLink: (jobId: string, text: ReactNode) => ReactNode;
}

export function JobsPage({ renderLink }: JobsPageProps) {
  const { t } = useTranslation("recruiter");
  const jobs = useQuery(jobsQuery);
  return (
    <>
      <PageHeading title={t("jobs.title")} text={t("jobs.text")} />
      {jobs.isPending && <LoadingBlock />}
      {jobs.error && !jobs.data && <ProblemState error={jobs.error} onRetry={() => void jobs.refetch()} />}
      {jobs.data?.length === 0 && <EmptyState icon={Briefcase} title={t("jobs.emptyTitle")} text={t("jobs.emptyText")} />}
      <ul className="grid gap-4 md:grid-cols-2">
        {jobs.data?.map((job) => (
          <li key={job.id}>
            <JobCard job={job} renderLink={renderLink} />
          </li>
        ))}
      </ul>
    </>
  );
}

function JobCard({ job, renderLink }: JobsPageProps & { job: JobSummary }) {
  const { t } = useTranslation("recruiter");
  const language = useLanguage();
  const counts = [
    { label: t("jobs.invitations"), value: job.counts.invitations ?? 0 },
    { label: t("jobs.interviews"), value: job.counts.interviews ?? 0 },
    { label: t("jobs.reported"), value: job.counts.reported ?? 0 },
  ];
  return (
    <Card className="relative h-full transition-colors hover:border-accent has-focus-visible:border-accent">
      <div className="mb-2 flex flex-wrap items-center gap-2 text-sm text-muted">
        <Badge tone={TONES[job.state]}>{t(`jobs.state.${job.state}`)}</Badge>
        {t("jobs.questions", { count: job.questions })} · {job.languages.map((code) => t(`languages.${code}`)).join(", ")}
      </div>
      <CardTitle>{renderLink(job.id, job.title[language])}</CardTitle>
      <dl className="mt-5 grid grid-cols-3 gap-3 border-t border-line pt-4">
        {counts.map((count) => (
          <div key={count.label} className="flex flex-col-reverse">
            <dt className="text-sm text-muted">{count.label}</dt>
            <dd className="text-xl font-bold tabular-nums">{count.value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
