import { useTranslation } from "react-i18next";

import type { CompetencyOut, JobOut } from "@/api/generated";
import { Badge } from "@/components/ui/badge";
import { Card, CardText, CardTitle } from "@/components/ui/card";

import { Bilingual } from "./bilingual";

/** Weights of the dimensions, and each competency with its anchored rubric. */
export function CompetencyList({ job }: { job: JobOut }) {
  const { t } = useTranslation("recruiter");
  return (
    <div className="grid gap-5">
      <Card>
        <CardTitle>{t("job.weights")}</CardTitle>
        <CardText>{t("job.weightsText")}</CardText>
        <ul className="mt-4 grid gap-x-10 gap-y-3 sm:grid-cols-2">
          {job.weights.map(({ dimension, weight }) => (
            <li key={dimension} className="grid grid-cols-[7.5rem_1fr_3rem] items-center gap-3 text-[0.9375rem]">
              <span>{t(`dimensions.${dimension}`)}</span>
              <span aria-hidden className="h-2 rounded-full bg-sunken">
                <span className="block h-full rounded-full bg-accent" style={{ width: `${weight * 100}%` }} />
              </span>
              <span className="text-right font-semibold tabular-nums">{Math.round(weight * 100)}%</span>
            </li>
          ))}
        </ul>
      </Card>
      {job.competencies.map((competency) => (
        <CompetencyCard key={competency.id} competency={competency} />
      ))}
    </div>
  );
}

function CompetencyCard({ competency }: { competency: CompetencyOut }) {
  const { t } = useTranslation("recruiter");
  const rubric = competency.rubrics.find((one) => one.bank_question_id === null) ?? competency.rubrics[0];
  return (
    <Card>
      <Badge tone="accent" className="mb-2">
        {t(`dimensions.${competency.dimension}`)}
      </Badge>
      <Bilingual text={competency.name} className="text-lg font-bold" />
      <Bilingual text={competency.definition} className="mt-2 max-w-prose" />
      {rubric && (
        <>
          <h3 className="mt-5 text-sm font-semibold text-muted">{t("job.rubric", { version: rubric.version })}</h3>
          <ol className="mt-2 divide-y divide-line border-y border-line">
            {rubric.anchors.map((anchor) => (
              <li key={anchor.level} className="grid grid-cols-[2.75rem_1fr] gap-3 py-3">
                <span
                  aria-label={t("job.level", { level: anchor.level })}
                  className="grid size-9 place-items-center rounded-full bg-accent-soft font-bold text-accent-ink tabular-nums"
                >
                  {anchor.level}
                </span>
                <Bilingual text={anchor.text} className="text-[0.9375rem]" />
              </li>
            ))}
          </ol>
        </>
      )}
    </Card>
  );
}
