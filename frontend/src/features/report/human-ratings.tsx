import { UserPen } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { HumanRatingOut } from "@/api/generated";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { formatDateTime } from "@/lib/format";
import { cn } from "@/lib/cn";
import { useLanguage } from "@/lib/use-language";

import { RatingForm } from "./rating-form";

interface HumanRatingsProps {
  interviewId: string;
  turnId: string;
  ratings: readonly HumanRatingOut[];
}

/** What people made of the answer, beside the AI's level, and a way to add one's own. */
export function HumanRatings({ interviewId, turnId, ratings }: HumanRatingsProps) {
  const { t } = useTranslation("recruiter");
  const language = useLanguage();
  const [adding, setAdding] = useState(false);
  return (
    <section className={cn("mt-5 border-t border-line pt-4", ratings.length === 0 && "print:hidden")}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h4 className="text-sm font-semibold text-muted">{t("rating.title")}</h4>
        {!adding && (
          <Button variant="soft" className="print:hidden" onClick={() => setAdding(true)}>
            <UserPen aria-hidden />
            {ratings.length === 0 ? t("rating.add") : t("rating.addAnother")}
          </Button>
        )}
      </div>
      {ratings.length > 0 && (
        <ul className="mt-3 grid gap-3">
          {ratings.map((rating) => (
            <li key={`${rating.rated_by}-${rating.rated_at}`} className="flex items-start gap-3">
              <Badge tone="accent">{t("report.level", { level: rating.level })}</Badge>
              <div className="min-w-0">
                <p className="whitespace-pre-line">{rating.reason}</p>
                <p className="text-sm text-muted">
                  {rating.rated_by} · {formatDateTime(rating.rated_at, language)}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {adding && <RatingForm interviewId={interviewId} turnId={turnId} onDone={() => setAdding(false)} />}
    </section>
  );
}
