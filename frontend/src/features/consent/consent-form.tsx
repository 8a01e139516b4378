import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { consentsQuery } from "@/api/queries";
import type { ConsentPurpose, Consents, Notice } from "@/api/types";
import { ProblemAlert } from "@/components/problem";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { RadioCards } from "@/components/ui/radio-cards";

import { putConsents } from "./requests";

interface ConsentFormProps {
  interviewId: string;
  notice: Notice;
  given: Consents;
  onDone: (consents: Consents) => void;
}

type Decisions = Partial<Record<ConsentPurpose, boolean>>;

/** Earlier decisions about these very words; nothing is ever ticked in advance. */
function earlierDecisions(notice: Notice, given: Consents): Decisions {
  if (given.current_version !== notice.version) return {};
  return Object.fromEntries(
    given.consents.filter((item) => item.granted !== null).map((item) => [item.purpose, item.granted === true]),
  );
}

export function ConsentForm({ interviewId, notice, given, onDone }: ConsentFormProps) {
  const { t } = useTranslation("consent");
  const cache = useQueryClient();
  const [decisions, setDecisions] = useState<Decisions>(() => earlierDecisions(notice, given));
  const [checked, setChecked] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      putConsents(interviewId, {
        version: notice.version,
        language: notice.language,
        decisions: notice.purposes.map(({ purpose }) => ({ purpose, granted: decisions[purpose] === true })),
      }),
    onSuccess: (consents) => {
      cache.setQueryData(consentsQuery(interviewId).queryKey, consents);
      if (consents.complete) onDone(consents);
    },
  });
  const open = notice.purposes.filter(({ purpose }) => decisions[purpose] === undefined);
  const refused = notice.purposes.some(({ purpose, required }) => required && decisions[purpose] === false);

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    setChecked(true);
    const first = open[0];
    if (first) document.getElementById(`consent-${first.purpose}`)?.scrollIntoView({ block: "center" });
    else if (!refused) save.mutate();
  }

  return (
    <form onSubmit={submit} className="grid gap-4">
      <div>
        <h2 className="text-xl font-bold">{t("decideTitle")}</h2>
        <p className="mt-1 text-muted">{t("decideText")}</p>
      </div>
      {notice.purposes.map(({ purpose, title, text, required }) => (
        <Card key={purpose} id={`consent-${purpose}`} aria-labelledby={`consent-${purpose}-title`} className="scroll-mt-6">
          <div className="flex flex-wrap items-center gap-2">
            <h3 id={`consent-${purpose}-title`} className="font-bold">
              {title}
            </h3>
            <Badge tone={required ? "accent" : "neutral"}>{t(required ? "required" : "optional")}</Badge>
          </div>
          <p className="mt-1.5 mb-4 text-[0.9375rem] text-muted">{text}</p>
          <RadioCards
            label={title}
            value={decisions[purpose] === undefined ? null : decisions[purpose] ? "yes" : "no"}
            onValueChange={(value) => setDecisions({ ...decisions, [purpose]: value === "yes" })}
            options={[
              { value: "yes", label: t("agree") },
              { value: "no", label: t("disagree") },
            ]}
          />
          {checked && decisions[purpose] === undefined && (
            <p className="mt-2 text-sm font-medium text-danger">{t("choose")}</p>
          )}
        </Card>
      ))}
      {refused && (
        <Alert tone="info" live title={t("refusedTitle")}>
          {t("refusedText")}
        </Alert>
      )}
      <ProblemAlert error={save.error} />
      <div aria-live="polite" className="min-h-6 text-sm text-muted">
        {open.length > 0 ? t("remaining", { count: open.length }) : ""}
      </div>
      <Button type="submit" size="lg" busy={save.isPending} disabled={refused}>
        {t("submit")}
      </Button>
    </form>
  );
}
