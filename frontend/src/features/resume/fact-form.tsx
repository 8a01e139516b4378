import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { FactKind, ResumeFact } from "@/api/types";
import { Button } from "@/components/ui/button";
import { InputField, TextAreaField } from "@/components/ui/field";

interface FactFormProps {
  fact: ResumeFact;
  onSave: (fact: ResumeFact) => void;
  onCancel: () => void;
}

const WITH_ORGANIZATION = new Set<FactKind>(["experience", "project", "education", "certificate"]);

export function FactForm({ fact, onSave, onCancel }: FactFormProps) {
  const { t } = useTranslation("resume");
  const [draft, setDraft] = useState(fact);
  const [tried, setTried] = useState(false);
  const missing = draft.title.trim() === "";
  const dated = WITH_ORGANIZATION.has(fact.kind);

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    setTried(true);
    if (!missing) onSave({ ...draft, title: draft.title.trim() });
  }

  return (
    <form onSubmit={submit} className="grid gap-4">
      <InputField
        label={t(`titleLabel.${fact.kind}`)}
        value={draft.title}
        maxLength={300}
        // eslint-disable-next-line jsx-a11y/no-autofocus -- the form opens on the user's own press, in place of that button
        autoFocus
        error={tried && missing ? t("titleRequired") : undefined}
        onChange={(event) => setDraft({ ...draft, title: event.target.value })}
      />
      {dated && (
        <div className="grid gap-4 sm:grid-cols-[2fr_1fr_1fr]">
          <InputField
            label={t("organization")}
            value={draft.organization}
            maxLength={300}
            onChange={(event) => setDraft({ ...draft, organization: event.target.value })}
          />
          <InputField
            label={t("start")}
            placeholder="2021.03"
            value={draft.start}
            maxLength={20}
            onChange={(event) => setDraft({ ...draft, start: event.target.value })}
          />
          <InputField
            label={t("end")}
            placeholder="2024.08"
            value={draft.end}
            maxLength={20}
            onChange={(event) => setDraft({ ...draft, end: event.target.value })}
          />
        </div>
      )}
      <TextAreaField
        label={t("detail")}
        value={draft.detail}
        maxLength={4000}
        onChange={(event) => setDraft({ ...draft, detail: event.target.value })}
      />
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          {t("cancel", { ns: "common" })}
        </Button>
        <Button type="submit">{t("apply")}</Button>
      </div>
    </form>
  );
}
