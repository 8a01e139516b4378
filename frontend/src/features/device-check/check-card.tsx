import { CircleAlert, CircleCheck, CircleDashed, LoaderCircle, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Card, CardTitle } from "@/components/ui/card";
import { cn } from "@/lib/cn";

import { type Check, problemOf } from "./check";

const STATES: Record<Check["state"], { icon: LucideIcon; tone: string }> = {
  idle: { icon: CircleDashed, tone: "text-muted" },
  running: { icon: LoaderCircle, tone: "text-muted" },
  ok: { icon: CircleCheck, tone: "text-success" },
  limited: { icon: TriangleAlert, tone: "text-warning" },
  failed: { icon: CircleAlert, tone: "text-danger" },
};

interface CheckCardProps {
  icon: LucideIcon;
  title: string;
  text: string;
  check: Check;
  optional?: boolean;
  children?: ReactNode;
}

/** One check: what it is, where it stands, and for each failure one sentence about what helps. */
export function CheckCard({ icon: Icon, title, text, check, optional = false, children }: CheckCardProps) {
  const { t } = useTranslation("device");
  const { icon: StateIcon, tone } = STATES[check.state];
  const problem = problemOf(check);
  return (
    <Card className="grid gap-4">
      <div className="flex items-start gap-3.5">
        <span className="grid size-10 shrink-0 place-items-center rounded-md bg-sunken text-muted">
          <Icon aria-hidden className="size-5" />
        </span>
        <div className="min-w-0 grow">
          <div className="flex flex-wrap items-center justify-between gap-x-3">
            <CardTitle className="text-base">
              {title}
              {optional && <span className="ml-1.5 text-sm font-medium text-muted">{t("optional")}</span>}
            </CardTitle>
            <p role="status" className={cn("flex items-center gap-1.5 text-sm font-semibold", tone)}>
              <StateIcon aria-hidden className={cn("size-4.5", check.state === "running" && "animate-spin")} />
              {t(`state.${check.state}`)}
            </p>
          </div>
          <p className="text-[0.9375rem] text-muted">{text}</p>
        </div>
      </div>
      {problem && (
        <p
          role="alert"
          className={cn(
            "rounded-md px-4 py-3 text-[0.9375rem]",
            check.state === "failed" ? "bg-danger-soft" : "bg-warning-soft",
          )}
        >
          {t(`remedy.${problem}`)}
        </p>
      )}
      {children}
    </Card>
  );
}
