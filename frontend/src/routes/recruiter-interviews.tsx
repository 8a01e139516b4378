import { getRouteApi, Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { PageHeading } from "@/components/page-heading";
import { ProblemState } from "@/components/problem";
import { LoadingBlock } from "@/components/ui/skeleton";
import { CandidatesPage } from "@/features/candidates/candidates-page";
import { EnginesPage } from "@/features/engines/engines-page";
import { LivePage } from "@/features/live/live-page";
import { useLiveInterview } from "@/features/live/use-live-interview";
import { ReportPage } from "@/features/report/report-page";

const boardApi = getRouteApi("/recruiter/candidates");
const interviewApi = getRouteApi("/recruiter/interviews/$interviewId");

export function CandidatesRoute() {
  const { job, stage, page } = boardApi.useSearch();
  const navigate = boardApi.useNavigate();
  return (
    <CandidatesPage
      jobId={job}
      stage={stage}
      page={page}
      onFilter={(filter) => void navigate({ search: { page: 1, ...filter }, replace: true })}
      renderLink={(interviewId, text) => <InterviewLink interviewId={interviewId}>{text}</InterviewLink>}
    />
  );
}

export function InterviewLink({ interviewId, children }: { interviewId: string; children: ReactNode }) {
  return (
    <Link to="/recruiter/interviews/$interviewId" params={{ interviewId }} className="text-accent-ink underline underline-offset-4">
      {children}
    </Link>
  );
}

/** The report where there is one, the live view before that. */
export function InterviewRoute() {
  const { t } = useTranslation("recruiter");
  const { interviewId } = interviewApi.useParams();
  const { interview, following } = useLiveInterview(interviewId);
  const backLink = (
    <Link to="/recruiter/candidates" search={{ page: 1 }} className="inline-flex items-center gap-1.5 text-sm font-semibold text-accent-ink">
      <ArrowLeft aria-hidden className="size-4" />
      {t("board.back")}
    </Link>
  );
  if (interview.isPending) return <LoadingBlock lines={8} />;
  if (interview.error && !interview.data) {
    return (
      <>
        <PageHeading title={t("live.unavailable")} over={backLink} />
        <ProblemState error={interview.error} onRetry={() => void interview.refetch()} />
      </>
    );
  }
  const { state } = interview.data;
  if (state === "reported" || state === "evaluation_failed") {
    return <ReportPage key={interview.data.version} interviewId={interviewId} backLink={backLink} />;
  }
  return <LivePage interview={interview.data} following={following} backLink={backLink} />;
}

export const EnginesRoute = EnginesPage;
