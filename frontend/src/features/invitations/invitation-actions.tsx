import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { InvitationOut } from "@/api/generated";
import { ProblemAlert } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { InputField } from "@/components/ui/field";
import { showToast } from "@/components/ui/toast-store";
import { cn } from "@/lib/cn";

import { extendInvitation, reissueInvitation, revokeInvitation } from "./change-invitation";
import { deadlineIn, futureInstant } from "./deadline";
import { InvitationLink } from "./invitation-link";
import { invitationsQuery } from "./queries";

/** What may still be done with an invitation: a later deadline, a new link, an end. */
export function InvitationActions({ invitation, className }: { invitation: InvitationOut; className?: string }) {
  const waiting = ["invited", "opened", "expired"].includes(invitation.state);
  const running = ["registered", "started"].includes(invitation.state);
  if (!waiting && !running) return null;
  return (
    <div className={cn("flex", className)}>
      {(waiting || running) && <ExtendDialog invitation={invitation} />}
      {waiting && <ReissueDialog invitation={invitation} />}
      {waiting && invitation.state !== "expired" && <RevokeDialog invitation={invitation} />}
    </div>
  );
}

function useRefresh(jobId: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: invitationsQuery(jobId).queryKey });
}

function ExtendDialog({ invitation }: { invitation: InvitationOut }) {
  const { t } = useTranslation("recruiter");
  const [open, setOpen] = useState(false);
  const [deadline, setDeadline] = useState(() => deadlineIn(7));
  const refresh = useRefresh(invitation.job_id);
  const instant = futureInstant(deadline);
  const extension = useMutation({
    mutationFn: (expiresAt: string) => extendInvitation(invitation.id, expiresAt),
    onSuccess: () => {
      setOpen(false);
      showToast(t("invitation.extended"));
      return refresh();
    },
  });
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant="ghost" className="px-3 text-accent-ink">{t("invitation.extend")}</Button>}
      title={t("invitation.extendTitle", { name: invitation.candidate_name })}
      footer={
        <Button busy={extension.isPending} disabled={!instant} onClick={() => instant && extension.mutate(instant)}>
          {t("invitation.extend")}
        </Button>
      }
    >
      <div className="mt-4 grid gap-4">
        <ProblemAlert error={extension.error} />
        <InputField
          label={t("invitation.deadline")}
          type="datetime-local"
          value={deadline}
          error={instant ? undefined : t("invitation.deadlinePast")}
          onChange={(event) => setDeadline(event.target.value)}
        />
      </div>
    </Dialog>
  );
}

function ReissueDialog({ invitation }: { invitation: InvitationOut }) {
  const { t } = useTranslation("recruiter");
  const refresh = useRefresh(invitation.job_id);
  const expiresAt = invitation.state === "expired" ? futureInstant(deadlineIn(7)) : null;
  const reissue = useMutation({ mutationFn: () => reissueInvitation(invitation.id, expiresAt), onSuccess: refresh });
  return (
    <Dialog
      onOpenChange={(open) => {
        if (open) reissue.reset();
      }}
      trigger={<Button variant="ghost" className="px-3 text-accent-ink">{t("invitation.reissue")}</Button>}
      title={t("invitation.reissueTitle", { name: invitation.candidate_name })}
      description={t("invitation.reissueText")}
      footer={
        !reissue.data && (
          <Button busy={reissue.isPending} onClick={() => reissue.mutate()}>
            {t("invitation.makeLink")}
          </Button>
        )
      }
    >
      <ProblemAlert error={reissue.error} />
      {reissue.data && <InvitationLink link={reissue.data.link} />}
    </Dialog>
  );
}

function RevokeDialog({ invitation }: { invitation: InvitationOut }) {
  const { t } = useTranslation("recruiter");
  const [open, setOpen] = useState(false);
  const refresh = useRefresh(invitation.job_id);
  const revocation = useMutation({
    mutationFn: () => revokeInvitation(invitation.id),
    onSuccess: () => {
      setOpen(false);
      showToast(t("invitation.revoked"));
      return refresh();
    },
  });
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant="ghost" className="px-3 text-accent-ink">{t("invitation.revoke")}</Button>}
      title={t("invitation.revokeTitle", { name: invitation.candidate_name })}
      description={t("invitation.revokeText")}
      footer={
        <>
          <DialogClose asChild>
            <Button variant="secondary">{t("invitation.keep")}</Button>
          </DialogClose>
          <Button variant="danger" busy={revocation.isPending} onClick={() => revocation.mutate()}>
            {t("invitation.revoke")}
          </Button>
        </>
      }
    >
      <ProblemAlert error={revocation.error} />
    </Dialog>
  );
}
