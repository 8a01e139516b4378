import type { LucideIcon } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { ReportOut, ReportPointOut } from "@/api/generated";
import { Card, CardTitle } from "@/components/ui/card";
import { cn } from "@/lib/cn";

import { anchorOf } from "./anchor";

interface PointsCardProps {
  icon: LucideIcon;
  title: string;
  empty: string;
  points: readonly ReportPointOut[];
  language: ReportOut["language"];
}

/** Strengths or improvements, each with the candidate's words and a way to the answer. */
export function PointsCard({ icon: Icon, title, empty, points, language }: PointsCardProps) {
  const { t } = useTranslation("recruiter");
  return (
    <Card>
      <CardTitle className="flex items-center gap-2">
        <Icon aria-hidden className="size-5 text-accent-ink" />
        {title}
      </CardTitle>
      {points.length === 0 && <p className="mt-3 text-muted">{empty}</p>}
      <ul className={cn("mt-4 grid gap-x-10 gap-y-5 empty:hidden", points.length > 1 && "lg:grid-cols-2 print:grid-cols-2")}>
        {points.map((point) => (
          <li key={`${point.answer_ids.join()}-${point.text}`} className="print:break-inside-avoid">
            <p lang={language}>{point.text}</p>
            {point.quote && (
              <q lang={language} className="mt-1.5 block border-l-2 border-line pl-3 text-[0.9375rem] text-muted">
                {point.quote}
              </q>
            )}
            {point.answer_ids[0] && (
              <a
                href={`#${anchorOf(point.answer_ids[0])}`}
                className="mt-1 inline-block py-1 text-sm font-semibold text-accent-ink underline underline-offset-4 print:hidden"
              >
                {t("report.toAnswer")}
              </a>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
