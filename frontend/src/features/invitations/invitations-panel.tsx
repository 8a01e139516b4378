import { useQuery } from "@tanstack/react-query";
import { Mail } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { InvitationOut, Language } from "@/api/generated";
import { ProblemState } from "@/components/problem";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadingBlock } from "@/components/ui/skeleton";
import { Table, TableBody, TableHead, Td, Th } from "@/components/ui/table";
import { formatDeadline } from "@/lib/format";
import { useLanguage } from "@/lib/use-language";

import { InvitationActions } from "./invitation-actions";
import { InviteDialog } from "./invite-dialog";
import { invitationsQuery } from "./queries";

const TONES: Record<InvitationOut["state"], BadgeTone> = {
  invited: "info",
  opened: "info",
  registered: "accent",
  started: "warning",
  submitted: "success",
  expired: "neutral",
  revoked: "neutral",
};

interface InvitationsPanelProps {
  jobId: string;
  languages: readonly Language[];
  /** A link to the candidate's interview with this text. */
  renderInterviewLink: (interviewId: string, text: string) => ReactNode;
}

export function InvitationsPanel({ jobId, languages, renderInterviewLink }: InvitationsPanelProps) {
  const { t } = useTranslation("recruiter");
  const invitations = useQuery(invitationsQuery(jobId));
  const invite = <InviteDialog jobId={jobId} languages={languages} />;
  if (invitations.isPending) return <LoadingBlock />;
  if (invitations.error && !invitations.data) return <ProblemState error={invitations.error} onRetry={() => void invitations.refetch()} />;
  if (invitations.data.length === 0) {
    return <EmptyState icon={Mail} title={t("invitation.emptyTitle")} text={t("invitation.emptyText")} action={invite} />;
  }
  return (
    <div className="grid gap-4">
      <div className="flex justify-end">{invite}</div>
      <div className="hidden lg:block">
        <Table caption={t("job.tab.invitations")}>
          <TableHead>
            <tr>
              <Th>{t("invitation.candidate")}</Th>
              <Th>{t("invitation.stateTitle")}</Th>
              <Th>{t("invitation.deadline")}</Th>
              <Th>{t("invitation.language")}</Th>
              <Th>
                <span className="sr-only">{t("invitation.actions")}</span>
              </Th>
            </tr>
          </TableHead>
          <TableBody>
            {invitations.data.map((invitation) => (
              <InvitationRow key={invitation.id} invitation={invitation} renderInterviewLink={renderInterviewLink} />
            ))}
          </TableBody>
        </Table>
      </div>
      <ul className="grid gap-3 lg:hidden">
        {invitations.data.map((invitation) => (
          <InvitationCard key={invitation.id} invitation={invitation} renderInterviewLink={renderInterviewLink} />
        ))}
      </ul>
    </div>
  );
}

type EntryProps = Pick<InvitationsPanelProps, "renderInterviewLink"> & { invitation: InvitationOut };

function Person({ invitation, renderInterviewLink }: EntryProps) {
  const { interview_id: interviewId, candidate_name: name } = invitation;
  return (
    <>
      <p className="font-semibold">{interviewId ? renderInterviewLink(interviewId, name) : name}</p>
      <p className="text-sm text-muted">{invitation.candidate_email}</p>
    </>
  );
}

function State({ invitation }: { invitation: InvitationOut }) {
  const { t } = useTranslation("recruiter");
  return <Badge tone={TONES[invitation.state]}>{t(`invitation.state.${invitation.state}`)}</Badge>;
}

function InvitationRow({ invitation, renderInterviewLink }: EntryProps) {
  const { t } = useTranslation("recruiter");
  const language = useLanguage();
  return (
    <tr>
      <Td>
        <Person invitation={invitation} renderInterviewLink={renderInterviewLink} />
      </Td>
      <Td>
        <State invitation={invitation} />
      </Td>
      <Td className="text-sm whitespace-nowrap">{formatDeadline(invitation.expires_at, language)}</Td>
      <Td className="whitespace-nowrap">{t(`languages.${invitation.language}`)}</Td>
      <Td className="py-1.5">
        <InvitationActions invitation={invitation} />
      </Td>
    </tr>
  );
}

function InvitationCard({ invitation, renderInterviewLink }: EntryProps) {
  const { t } = useTranslation("recruiter");
  const language = useLanguage();
  return (
    <li className="rounded-lg border border-line bg-surface p-4">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <Person invitation={invitation} renderInterviewLink={renderInterviewLink} />
        </div>
        <State invitation={invitation} />
      </div>
      <p className="mt-2 text-sm">
        <span className="text-muted">{t("invitation.deadline")}</span> {formatDeadline(invitation.expires_at, language)}
      </p>
      <p className="text-sm">
        <span className="text-muted">{t("invitation.language")}</span> {t(`languages.${invitation.language}`)}
      </p>
      <InvitationActions invitation={invitation} className="mt-2 -ml-3 flex-wrap" />
    </li>
  );
}
