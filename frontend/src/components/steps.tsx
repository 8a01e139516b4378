import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";

import { cn } from "@/lib/cn";

export const STEPS = ["consent", "resume", "device", "room"] as const;
export type Step = (typeof STEPS)[number];

/** Where the candidate is on the way to the interview. On phones only the current step is written out. */
export function Steps({ current }: { current: Step }) {
  const { t } = useTranslation();
  const position = STEPS.indexOf(current);
  return (
    <ol aria-label={t("steps.label")} className="mb-6 flex items-center gap-2 text-sm sm:mb-8">
      {STEPS.map((step, index) => (
        <li
          key={step}
          aria-current={index === position ? "step" : undefined}
          className={cn("flex items-center gap-2", index > 0 && "before:h-px before:w-4 before:bg-control sm:before:w-8")}
        >
          <span
            className={cn(
              "grid size-7 place-items-center rounded-full border text-[0.8125rem] font-bold",
              index < position && "border-accent bg-accent-soft text-accent-ink",
              index === position && "border-accent bg-accent text-on-accent",
              index > position && "border-control text-muted",
            )}
          >
            {index < position ? <Check aria-hidden className="size-4" /> : index + 1}
          </span>
          <span className={cn(index === position ? "font-semibold" : "sr-only text-muted sm:not-sr-only")}>{t(`steps.${step}`)}</span>
        </li>
      ))}
    </ol>
  );
}
