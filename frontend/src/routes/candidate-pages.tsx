import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";

import { CandidateShell } from "@/components/shell/candidate-shell";
import { Button } from "@/components/ui/button";
import { ConsentPage } from "@/features/consent/consent-page";
import { DeviceCheckPage } from "@/features/device-check/device-check-page";
import { DonePage } from "@/features/done/done-page";
import { HomePage } from "@/features/home/home-page";
import { ResumePage } from "@/features/resume/resume-page";

const interview = getRouteApi("/candidate/interviews/$interviewId");

export function InterviewsRoute() {
  return (
    <CandidateShell>
      <HomePage
        renderLink={({ id }, stage, text) => (
          <Button asChild variant={stage === "done" ? "secondary" : "primary"}>
            <Link to="/interviews/$interviewId" params={{ interviewId: id }} preload={false}>
              {text}
            </Link>
          </Button>
        )}
      />
    </CandidateShell>
  );
}

export function ConsentRoute() {
  const { interviewId } = interview.useParams();
  const navigate = useNavigate();
  return (
    <CandidateShell>
      <ConsentPage
        interviewId={interviewId}
        onDone={({ consents }) => {
          const reads = consents.some(({ purpose, granted }) => purpose === "resume_analysis" && granted);
          void navigate({ to: `/interviews/$interviewId/${reads ? "resume" : "devices"}`, params: { interviewId } });
        }}
      />
    </CandidateShell>
  );
}

export function ResumeRoute() {
  const { interviewId } = interview.useParams();
  const navigate = useNavigate();
  return (
    <CandidateShell>
      <ResumePage
        interviewId={interviewId}
        onDone={() => void navigate({ to: "/interviews/$interviewId/devices", params: { interviewId } })}
      />
    </CandidateShell>
  );
}

export function DevicesRoute() {
  const { interviewId } = interview.useParams();
  const navigate = useNavigate();
  return (
    <CandidateShell>
      <DeviceCheckPage
        interviewId={interviewId}
        onDone={() => void navigate({ to: "/interviews/$interviewId/room", params: { interviewId } })}
      />
    </CandidateShell>
  );
}

export function DoneRoute() {
  const { interviewId } = interview.useParams();
  return (
    <CandidateShell>
      <DonePage
        interviewId={interviewId}
        renderHomeLink={(text) => (
          <Button asChild variant="ghost">
            <Link to="/interviews">{text}</Link>
          </Button>
        )}
      />
    </CandidateShell>
  );
}
