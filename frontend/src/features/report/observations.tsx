import { Check, Minus } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Observation, ReportOut } from "@/api/generated";
import { Alert } from "@/components/ui/alert";
import { cn } from "@/lib/cn";

const NAMED = [
  "situation",
  "action",
  "reasoning",
  "result",
  "measured",
  "specifics",
  "reflection",
  "comparison",
  "terms",
  "example",
  "steps",
  "plan",
] as const;

/** What is no feature of the answer but something that a person should know about its rating. */
const REMARKS: ReadonlySet<string> = new Set(["team_only", "orders_left_out", "correctness_unchecked"]);

interface ObservationsProps {
  observations: readonly Observation[];
  language: ReportOut["language"];
}

/** What the rating found in the answer and what it did not find; remarks outside that list are told in full. */
export function Observations({ observations, language }: ObservationsProps) {
  const { t } = useTranslation("recruiter");
  const looked = observations
    .filter(({ code }) => !REMARKS.has(code))
    .map(({ code, present, note }) => ({ code, present, note, name: NAMED.find((one) => one === code) }))
    .filter(({ name, note }) => name !== undefined || note);
  const remarks = observations.filter(({ code, note }) => REMARKS.has(code) && note);
  return (
    <>
      {looked.length > 0 && (
        <section>
          <h4 className="text-sm font-semibold text-muted">{t("report.observations")}</h4>
          <ul className="mt-2 flex flex-wrap gap-1.5">
            {looked.map(({ code, present, note, name }) => (
              <li
                key={code}
                className={cn(
                  "inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-[0.8125rem] leading-5 font-medium [&_svg]:size-3.5",
                  present ? "bg-success-soft text-success" : "bg-sunken text-muted",
                )}
              >
                {present ? <Check aria-hidden /> : <Minus aria-hidden />}
                {name ? t(`report.observation.${name}`) : <span lang={language}>{note}</span>}
                <span className="sr-only">{present ? t("report.seen") : t("report.notSeen")}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {remarks.map((remark) => (
        <Alert key={remark.code} tone="warning" className="py-3">
          <span lang={language}>{remark.note}</span>
        </Alert>
      ))}
    </>
  );
}
