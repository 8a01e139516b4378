import { useTranslation } from "react-i18next";

import { TextAreaField } from "@/components/ui/field";
import type { Language } from "@/lib/language";

interface TypedPanelProps {
  text: string;
  onChange: (text: string) => void;
  language: Language;
  maxLength: number;
  disabled: boolean;
}

export function TypedPanel({ text, onChange, language, maxLength, disabled }: TypedPanelProps) {
  const { t } = useTranslation("room");
  return (
    <TextAreaField
      label={t("typed.label")}
      hint={t("typed.hint")}
      lang={language}
      rows={7}
      maxLength={maxLength}
      value={text}
      disabled={disabled}
      placeholder={t("typed.placeholder")}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
