import { Pencil, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { ResumeFact } from "@/api/types";
import { Button } from "@/components/ui/button";

import { FactForm } from "./fact-form";
import { periodOf } from "./facts";

interface FactCardProps {
  fact: ResumeFact;
  editing: boolean;
  onEdit: () => void;
  onCancel: () => void;
  onSave: (fact: ResumeFact) => void;
  onRemove: () => void;
}

export function FactCard({ fact, editing, onEdit, onCancel, onSave, onRemove }: FactCardProps) {
  const { t } = useTranslation("resume");
  if (editing) {
    return (
      <li className="rounded-md border border-accent bg-surface p-4">
        <FactForm fact={fact} onCancel={onCancel} onSave={onSave} />
      </li>
    );
  }
  const meta = [fact.organization, periodOf(fact)].filter(Boolean).join(" · ");
  return (
    <li className="flex items-start justify-between gap-2 rounded-md border border-line bg-surface py-2 pr-1 pl-4">
      <div className="min-w-0 py-1.5">
        <p className="font-semibold">{fact.title}</p>
        {meta && <p className="text-sm text-muted">{meta}</p>}
        {fact.detail && <p className="mt-1 text-[0.9375rem] whitespace-pre-line">{fact.detail}</p>}
      </div>
      <div className="flex shrink-0">
        <Button variant="ghost" size="icon" aria-label={t("editFact", { title: fact.title })} onClick={onEdit}>
          <Pencil aria-hidden />
        </Button>
        <Button variant="ghost" size="icon" aria-label={t("removeFact", { title: fact.title })} onClick={onRemove}>
          <Trash2 aria-hidden />
        </Button>
      </div>
    </li>
  );
}
