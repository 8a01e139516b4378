import { getRouteApi, Link } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";

import { InvitationsPanel } from "@/features/invitations/invitations-panel";
import { JobPage } from "@/features/jobs/job-page";
import { JobsPage } from "@/features/jobs/jobs-page";
import { jobQuery } from "@/features/jobs/queries";

import { InterviewLink } from "./recruiter-interviews";

const jobApi = getRouteApi("/recruiter/jobs/$jobId");

export function JobsRoute() {
  return (
    <JobsPage
      renderLink={(jobId, text) => (
        <Link to="/recruiter/jobs/$jobId" params={{ jobId }} className="after:absolute after:inset-0 after:rounded-lg">
          {text}
        </Link>
      )}
    />
  );
}

export function JobRoute() {
  const { t } = useTranslation("recruiter");
  const { jobId } = jobApi.useParams();
  const { tab } = jobApi.useSearch();
  const navigate = jobApi.useNavigate();
  const job = useQuery(jobQuery(jobId));
  return (
    <JobPage
      jobId={jobId}
      tab={tab}
      onTab={(next) => void navigate({ search: { tab: next }, replace: true })}
      backLink={
        <Link to="/recruiter/jobs" className="inline-flex items-center gap-1.5 text-sm font-semibold text-accent-ink">
          <ArrowLeft aria-hidden className="size-4" />
          {t("job.back")}
        </Link>
      }
      invitations={
        <InvitationsPanel
          jobId={jobId}
          languages={job.data?.settings.languages ?? []}
          renderInterviewLink={(interviewId, text) => <InterviewLink interviewId={interviewId}>{text}</InterviewLink>}
        />
      }
    />
  );
}
