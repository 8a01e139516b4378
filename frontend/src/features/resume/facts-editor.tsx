import { useMutation } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { FactKind, ResumeFact } from "@/api/types";
import { ProblemAlert } from "@/components/problem";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/toast-store";

import { FactCard } from "./fact-card";
import { addFact, emptyFact, FACT_KINDS, type FactRow, removeFact, replaceFact, toRows } from "./facts";
import { confirmFacts } from "./requests";

interface FactsEditorProps {
  interviewId: string;
  facts: readonly ResumeFact[];
  nothingFound: boolean;
  hiddenTextFound: boolean;
  onReplace: () => void;
  onConfirmed: () => void;
}

export function FactsEditor({
  interviewId,
  facts,
  nothingFound,
  hiddenTextFound,
  onReplace,
  onConfirmed,
}: FactsEditorProps) {
  const { t } = useTranslation("resume");
  const [rows, setRows] = useState<readonly FactRow[]>(() => toRows(facts));
  const [editing, setEditing] = useState<number | null>(null);
  const confirm = useMutation({
    mutationFn: () =>
      confirmFacts(
        interviewId,
        rows.map((row) => row.fact),
      ),
    onSuccess: onConfirmed,
  });

  function add(kind: FactKind): void {
    const next = addFact(rows, emptyFact(kind));
    setRows(next);
    setEditing(next.at(-1)?.id ?? null);
  }

  function remove(row: FactRow): void {
    setRows(removeFact(rows, row.id));
    setEditing(null);
    showToast(t("removed"), "info");
  }

  return (
    <div className="grid gap-8">
      {hiddenTextFound && (
        <Alert tone="info" title={t("hiddenTitle")}>
          {t("hiddenText")}
        </Alert>
      )}
      {nothingFound && (
        <Alert tone="info" title={t("nothingFoundTitle")}>
          {t("nothingFoundText")}
        </Alert>
      )}
      {FACT_KINDS.map((kind) => {
        const ofKind = rows.filter((row) => row.fact.kind === kind);
        return (
          <section key={kind} aria-labelledby={`facts-${kind}`}>
            <div className="mb-2 flex items-center justify-between gap-3">
              <h2 id={`facts-${kind}`} className="font-bold">
                {t(`kind.${kind}`)} <span className="ml-1 font-medium text-muted tabular-nums">{ofKind.length}</span>
              </h2>
              <Button variant="ghost" aria-label={t("addKind", { kind: t(`kind.${kind}`) })} onClick={() => add(kind)}>
                <Plus aria-hidden />
                {t("add")}
              </Button>
            </div>
            {ofKind.length === 0 && <p className="text-sm text-muted">{t("noneOfKind")}</p>}
            <ul className="grid gap-2">
              {ofKind.map((row) => (
                <FactCard
                  key={row.id}
                  fact={row.fact}
                  editing={editing === row.id}
                  onEdit={() => setEditing(row.id)}
                  onCancel={() => {
                    if (row.fact.title === "") setRows(removeFact(rows, row.id));
                    setEditing(null);
                  }}
                  onSave={(fact) => {
                    setRows(replaceFact(rows, row.id, fact));
                    setEditing(null);
                  }}
                  onRemove={() => remove(row)}
                />
              ))}
            </ul>
          </section>
        );
      })}
      <div className="grid gap-3 border-t border-line pt-6">
        <ProblemAlert error={confirm.error} />
        <p className="text-sm text-muted">{t("confirmText")}</p>
        <div className="flex flex-wrap justify-between gap-2">
          <Button variant="ghost" onClick={onReplace}>
            {t("replace")}
          </Button>
          <Button size="lg" disabled={editing !== null} busy={confirm.isPending} onClick={() => confirm.mutate()}>
            {t("confirm")}
          </Button>
        </div>
      </div>
    </div>
  );
}
