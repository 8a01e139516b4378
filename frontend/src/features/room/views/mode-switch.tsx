import { Keyboard, Mic } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";

import type { Mode } from "../hooks/use-answer";

interface ModeSwitchProps {
  mode: Mode;
  spokenPossible: boolean;
  onChange: (mode: Mode) => void;
}

/** The other way to answer, one press away at any time. */
export function ModeSwitch({ mode, spokenPossible, onChange }: ModeSwitchProps) {
  const { t } = useTranslation("room");
  if (mode === "typed" && !spokenPossible) return null;
  const other = mode === "typed" ? "spoken" : "typed";
  return (
    <Button variant="secondary" onClick={() => onChange(other)}>
      {other === "typed" ? <Keyboard aria-hidden /> : <Mic aria-hidden />}
      {t(`mode.${other}`)}
    </Button>
  );
}
