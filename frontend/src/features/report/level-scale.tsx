import { useTranslation } from "react-i18next";

import { cn } from "@/lib/cn";

import { LEVELS } from "./levels";

/** A level on the five-level scale; it is read as one sentence by assistive technology. */
export function LevelScale({ level }: { level: number }) {
  const { t } = useTranslation("recruiter");
  return (
    <div role="img" aria-label={t("report.levelOf", { level })} className="flex items-center gap-1">
      {LEVELS.map((one) => (
        <span
          key={one}
          className={cn(
            "grid size-8 place-items-center rounded-sm text-sm font-bold tabular-nums",
            one === level ? "bg-accent text-on-accent" : one < level ? "bg-accent-soft text-accent-ink" : "bg-sunken text-muted",
          )}
        >
          {one}
        </span>
      ))}
    </div>
  );
}
