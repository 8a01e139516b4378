import { useQuery } from "@tanstack/react-query";
import { CalendarClock, CircleHelp, MessagesSquare } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ApiError } from "@/api/problem";
import type { InvitationPreview } from "@/api/types";
import { PageHeading } from "@/components/page-heading";
import { ProblemState } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { LoadingBlock } from "@/components/ui/skeleton";
import { formatDeadline } from "@/lib/format";
import { useLanguage } from "@/lib/use-language";

import { ClosedInvitation, type ClosedReason } from "./closed-invitation";
import { lookupInvitation } from "./lookup-invitation";

interface InvitationPageProps {
  token: string;
  onRegister: (invitation: InvitationPreview) => void;
  onSignIn: () => void;
}

/** Refusals of the link itself, by the server's code; a malformed link (422) is as unknown as a wrong one. */
const REASONS: Partial<Record<string, ClosedReason>> = {
  invitation_unknown: "unknown",
  invalid_request: "unknown",
  invitation_expired: "expired",
  invitation_revoked: "revoked",
  invitation_used: "used",
};

export function InvitationPage({ token, onRegister, onSignIn }: InvitationPageProps) {
  const invitation = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => lookupInvitation(token),
    enabled: token !== "",
    gcTime: 0,
  });
  if (token === "") return <ClosedInvitation reason="unknown" onSignIn={onSignIn} />;
  if (invitation.isPending) return <LoadingBlock />;
  if (invitation.error) {
    const { error } = invitation;
    const refused = error instanceof ApiError ? REASONS[error.code] : undefined;
    if (refused) return <ClosedInvitation reason={refused} onSignIn={onSignIn} />;
    return <ProblemState error={error} onRetry={() => void invitation.refetch()} />;
  }
  if (invitation.data.state === "submitted") return <ClosedInvitation reason="used" onSignIn={onSignIn} />;
  return <OpenInvitation invitation={invitation.data} onRegister={onRegister} onSignIn={onSignIn} />;
}

interface OpenInvitationProps {
  invitation: InvitationPreview;
  onRegister: (invitation: InvitationPreview) => void;
  onSignIn: () => void;
}

function OpenInvitation({ invitation, onRegister, onSignIn }: OpenInvitationProps) {
  const { t } = useTranslation("invitation");
  const language = useLanguage();
  return (
    <>
      <PageHeading
        over={<p className="font-semibold text-accent-ink">{invitation.company_name[language]}</p>}
        title={t("title", { name: invitation.candidate_name, job: invitation.job_title[language] })}
        text={t("text")}
      />
      <Card className="grid gap-5">
        <Fact icon={<CalendarClock aria-hidden className="size-5" />} title={t("deadline")}>
          {formatDeadline(invitation.expires_at, language)}
        </Fact>
        <Fact icon={<MessagesSquare aria-hidden className="size-5" />} title={t("howTitle")}>
          {t("howText")}
        </Fact>
        <Fact icon={<CircleHelp aria-hidden className="size-5" />} title={t("personTitle")}>
          {t("personText")}
        </Fact>
        {invitation.registered ? (
          <div className="grid gap-2">
            <Button size="lg" onClick={onSignIn}>
              {t("signIn")}
            </Button>
            <p className="text-sm text-muted">{t("alreadyRegistered")}</p>
          </div>
        ) : (
          <Button size="lg" onClick={() => onRegister(invitation)}>
            {t("begin")}
          </Button>
        )}
      </Card>
    </>
  );
}

function Fact({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <div className="flex gap-3.5">
      <span className="grid size-10 shrink-0 place-items-center rounded-md bg-accent-soft text-accent-ink">{icon}</span>
      <div>
        <p className="font-semibold">{title}</p>
        <p className="text-[0.9375rem] text-muted">{children}</p>
      </div>
    </div>
  );
}
