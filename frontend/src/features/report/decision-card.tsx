import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
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

const OUTCOMES = ["advance", "hold", "reject"] as const;
const SHORTEST_REASON = 3;

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
          <Badge tone="info">{t(`decision.outcome.${decision.outcome}`)}</Badge>
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
        <DecisionForm interviewId={interviewId} onDone={() => setChanging(false)} />
      )}
    </Card>
  );
}

function DecisionForm({ interviewId, onDone }: { interviewId: string; onDone: () => void }) {
  const { t } = useTranslation("recruiter");
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<DecisionOutcome>("advance");
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const missing = reason.trim().length < SHORTEST_REASON;
  const decision = useMutation({
    mutationFn: () => decide(interviewId, { outcome, reason: reason.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: reportQuery(interviewId).queryKey });
      showToast(t("decision.saved"));
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!missing) decision.mutate();
  };
  return (
    <form noValidate onSubmit={submit} className="mt-4 grid gap-4 print:hidden">
      <ProblemAlert error={decision.error} />
      <RadioCards
        label={t("decision.title")}
        value={outcome}
        onValueChange={setOutcome}
        options={OUTCOMES.map((value) => ({ value, label: t(`decision.outcome.${value}`) }))}
      />
      <TextAreaField
        label={t("decision.reason")}
        hint={t("decision.reasonHint")}
        rows={3}
        maxLength={2000}
        value={reason}
        error={asked && missing ? t("decision.reasonRequired") : undefined}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button type="submit" busy={decision.isPending} className="justify-self-start">
        {t("decision.save")}
      </Button>
    </form>
  );
}
