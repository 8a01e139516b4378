import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";

import type { InvitationPreview } from "@/api/types";
import { CandidateShell } from "@/components/shell/candidate-shell";
import { InvitationPage } from "@/features/invitation/invitation-page";
import { RegisterPage } from "@/features/register/register-page";

function fragment(): string {
  return decodeURIComponent(location.hash.slice(1));
}

/** The link of an invitation. Its token stands in the fragment, which no server sees. */
export function InviteRoute() {
  const navigate = useNavigate();
  const [token, setToken] = useState(fragment);
  const [accepted, setAccepted] = useState<InvitationPreview | null>(null);
  useEffect(() => {
    const follow = () => {
      setToken(fragment());
      setAccepted(null);
    };
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  const signIn = () => void navigate({ to: "/login" });
  return (
    <CandidateShell>
      {accepted ? (
        <RegisterPage
          token={token}
          invitedName={accepted.candidate_name}
          invitedEmail={accepted.candidate_email}
          onSignIn={signIn}
          onRegistered={(interviewId) =>
            void navigate({ to: "/interviews/$interviewId/consent", params: { interviewId }, replace: true })
          }
        />
      ) : (
        <InvitationPage token={token} onRegister={setAccepted} onSignIn={signIn} />
      )}
    </CandidateShell>
  );
}
