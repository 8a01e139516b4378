import { Eye, EyeOff, TimerReset } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { formatClock } from "@/lib/format";

import type { AnswerClock } from "../engine/answer-clock";

const KEY = "room-timer-hidden";

function storedHidden(): boolean {
  try {
    return sessionStorage.getItem(KEY) === "1";
  } catch {
    return false;
  }
}

/** Time left. It can be hidden; the warnings at 30 and 10 seconds come all the same. */
export function AnswerTimer({ clock }: { clock: AnswerClock | null }) {
  const { t } = useTranslation("room");
  const [hidden, setHidden] = useState(storedHidden);
  function toggle(): void {
    setHidden(!hidden);
    try {
      sessionStorage.setItem(KEY, hidden ? "0" : "1");
    } catch {
      // The choice then holds for this question only.
    }
  }
  if (!clock) return null;
  const urgent = clock.warning === "ten" || clock.warning === "grace";
  return (
    <div className="flex items-center gap-1">
      {!hidden && (
        <span
          role="timer"
          aria-label={t("timer.left")}
          className={cn(
            "flex items-center gap-1.5 rounded-full px-3 py-1 font-semibold tabular-nums",
            urgent ? "bg-danger-soft text-danger" : clock.warning === "thirty" ? "bg-warning-soft text-warning" : "text-muted",
          )}
        >
          <TimerReset aria-hidden className="size-4" />
          {formatClock(clock.remaining)}
        </span>
      )}
      <Button variant="ghost" size="icon" aria-label={t(hidden ? "timer.show" : "timer.hide")} onClick={toggle}>
        {hidden ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
      </Button>
    </div>
  );
}

/** The warnings in words, for everybody; announced when they change. */
export function TimeWarning({ clock }: { clock: AnswerClock | null }) {
  const { t } = useTranslation("room");
  const warning = clock?.warning ?? "none";
  return (
    <p role="status" className={cn("font-semibold empty:hidden", warning === "thirty" ? "text-warning" : "text-danger")}>
      {warning === "none" ? "" : t(`timer.${warning}`)}
    </p>
  );
}
