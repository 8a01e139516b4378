import { AudioLines, Ellipsis, Hourglass, type LucideIcon, Mic, PencilLine } from "lucide-react";
import { useTranslation } from "react-i18next";

import { cn } from "@/lib/cn";

export type StageState = "asking" | "pondering" | "listening" | "typing" | "thinking";

const LOOKS: Record<StageState, { icon: LucideIcon; className: string }> = {
  asking: { icon: AudioLines, className: "bg-accent-soft text-accent-ink" },
  pondering: { icon: Hourglass, className: "bg-info-soft text-info" },
  listening: { icon: Mic, className: "bg-listening-soft text-listening" },
  typing: { icon: PencilLine, className: "bg-listening-soft text-listening" },
  thinking: { icon: Ellipsis, className: "bg-sunken text-ink" },
};

/** What the interviewer does now. It is announced whenever it changes. */
export function StatePill({ state }: { state: StageState }) {
  const { t } = useTranslation("room");
  const { icon: Icon, className } = LOOKS[state];
  return (
    <p
      role="status"
      className={cn("inline-flex min-h-11 items-center gap-2.5 rounded-full px-4.5 font-bold transition-colors duration-200", className)}
    >
      <Icon aria-hidden className={cn("size-5", state !== "pondering" && "breathe")} />
      {t(`state.${state}`)}
    </p>
  );
}
