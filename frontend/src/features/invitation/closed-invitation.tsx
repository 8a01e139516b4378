import { CircleCheck, Clock, Link2Off, SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";

import { PageHeading } from "@/components/page-heading";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";

export type ClosedReason = "expired" | "used" | "revoked" | "unknown";

const ICONS = { expired: Clock, used: CircleCheck, revoked: Link2Off, unknown: SearchX };

interface ClosedInvitationProps {
  reason: ClosedReason;
  onSignIn: () => void;
}

/** An invitation that opens nothing: what happened and what the person can do now. */
export function ClosedInvitation({ reason, onSignIn }: ClosedInvitationProps) {
  const { t } = useTranslation("invitation");
  const Icon = ICONS[reason];
  return (
    <Card className="py-10 sm:px-10">
      <span className="mb-5 grid size-13 place-items-center rounded-full bg-sunken text-muted">
        <Icon aria-hidden className="size-6" />
      </span>
      <PageHeading title={t(`${reason}.title`)} text={t(`${reason}.text`)} />
      {reason === "used" && <Button onClick={onSignIn}>{t("signIn")}</Button>}
    </Card>
  );
}
