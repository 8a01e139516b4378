import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { DecisionOut, DecisionOutcome } from "@/api/generated";
import { ProblemAlert } from "@/components/problem";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardText, CardTitle } from "@/components/ui/card";
import { TextAreaField } from "@/components/ui/field";
import { RadioCards } from "@/components/ui/radio-cards";
import { showToast } from "@/components/ui/toast-store";
import { formatDateTime } from "@/lib/format";
import { useLanguage } from "@/lib/use-language";

import { decide } from "./decide";
import { reportQuery } from "./queries";
import { isReason, LONGEST_REASON } from "./reason";

const OUTCOMES = ["advance", "hold", "reject"] as const;
const TONES = { advance: "success", hold: "warning", reject: "neutral" } as const;

interface DecisionCardProps {
  interviewId: string;
  decision: DecisionOut | null;
}

/** A person decides, with a reason. */
export function DecisionCard({ interviewId, decision }: DecisionCardProps) {
  const { t } = useTranslation("recruiter");
  const language = useLanguage();
  const [changing, setChanging] = useState(false);
  return (
    <Card className="print:break-inside-avoid">
      <CardTitle>{t("decision.title")}</CardTitle>
      <CardText>{t("decision.text")}</CardText>
      {decision && (
        <div className="mt-4">
          <Badge tone={TONES[decision.outcome]}>{t(`decision.outcome.${decision.outcome}`)}</Badge>
          <p className="mt-2 whitespace-pre-line">{decision.reason}</p>
          <p className="mt-1 text-sm text-muted">
            {decision.decided_by} · {formatDateTime(decision.decided_at, language)}
          </p>
        </div>
      )}
      {decision && !changing ? (
        <Button variant="secondary" className="mt-4 print:hidden" onClick={() => setChanging(true)}>
          {t("decision.change")}
        </Button>
      ) : (
        <>
          {!decision && <p className="mt-4 hidden print:block">{t("decision.none")}</p>}
          <DecisionForm interviewId={interviewId} onDone={() => setChanging(false)} onCancel={decision ? () => setChanging(false) : null} />
        </>
      )}
    </Card>
  );
}

interface DecisionFormProps {
  interviewId: string;
  onDone: () => void;
  onCancel: (() => void) | null;
}

/** No outcome is chosen beforehand: the form suggests nothing. */
function DecisionForm({ interviewId, onDone, onCancel }: DecisionFormProps) {
  const { t } = useTranslation("recruiter");
  const { t: common } = useTranslation("common");
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<DecisionOutcome | null>(null);
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const decision = useMutation({
    mutationFn: (chosen: DecisionOutcome) => decide(interviewId, { outcome: chosen, reason: reason.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: reportQuery(interviewId).queryKey });
      showToast(t("decision.saved"));
      onDone();
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setAsked(true);
    if (outcome !== null && isReason(reason)) decision.mutate(outcome);
  };
  return (
    <form noValidate onSubmit={submit} className="mt-4 grid gap-4 print:hidden">
      <ProblemAlert error={decision.error} />
      <div>
        <RadioCards
          label={t("decision.title")}
          value={outcome}
          onValueChange={setOutcome}
          options={OUTCOMES.map((value) => ({ value, label: t(`decision.outcome.${value}`) }))}
          className="xs:grid-cols-3"
        />
        {asked && outcome === null && (
          <p role="alert" className="mt-1.5 flex items-start gap-1.5 text-sm font-medium text-danger">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            {t("decision.outcomeRequired")}
          </p>
        )}
      </div>
      <TextAreaField
        label={t("decision.reason")}
        hint={t("decision.reasonHint")}
        rows={3}
        maxLength={LONGEST_REASON}
        value={reason}
        error={asked && !isReason(reason) ? t("decision.reasonRequired") : undefined}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" busy={decision.isPending}>
          {t("decision.save")}
        </Button>
        {onCancel && (
          <Button variant="secondary" onClick={onCancel}>
            {common("cancel")}
          </Button>
        )}
      </div>
    </form>
  );
}
