import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";

/** The link of an invitation, which can be read only now. */
export function InvitationLink({ link }: { link: string }) {
  const { t } = useTranslation("recruiter");
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
    } catch {
      setCopied(false); // the field stays selectable by hand
    }
  };
  return (
    <div className="mt-4 grid gap-4">
      <Field label={t("invitation.link")}>
        {(ids) => (
          <input
            {...ids}
            readOnly
            value={link}
            onFocus={(event) => event.target.select()}
            className="min-h-11 w-full rounded-md border border-control bg-sunken px-3.5 font-mono text-sm"
          />
        )}
      </Field>
      <Button onClick={() => void copy()}>
        {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
        {copied ? t("invitation.copied") : t("invitation.copy")}
      </Button>
      <Alert tone="warning">{t("invitation.onlyNow")}</Alert>
      <p role="status" className="sr-only">
        {copied && t("invitation.copied")}
      </p>
    </div>
  );
}
