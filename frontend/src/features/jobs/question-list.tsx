import { useTranslation } from "react-i18next";

import type { JobOut } from "@/api/generated";
import { Badge } from "@/components/ui/badge";
import { useLanguage } from "@/lib/use-language";

import { Bilingual } from "./bilingual";

/** The question bank in the order in which every candidate of this job version is asked. */
export function QuestionList({ job }: { job: JobOut }) {
  const { t } = useTranslation("recruiter");
  const language = useLanguage();
  const names = new Map(job.competencies.map((competency) => [competency.id, competency.name[language]]));
  return (
    <>
      <p className="mb-4 text-muted">{t("job.questionsText")}</p>
      <ol className="grid gap-3">
        {job.questions.map((question, index) => (
          <li key={question.id} className="grid grid-cols-[2.5rem_1fr] gap-3 rounded-lg border border-line bg-surface p-4 sm:p-5">
            <span className="pt-0.5 text-lg font-bold text-muted tabular-nums">{index + 1}</span>
            <div>
              <div className="mb-2 flex flex-wrap gap-2">
                <Badge tone="accent">{t(`sections.${question.section}`)}</Badge>
                {question.competency_id && <Badge>{names.get(question.competency_id)}</Badge>}
                {!question.scored && <Badge tone="info">{t("job.notScored")}</Badge>}
                <Badge>{t("job.minutes", { minutes: Math.round(question.answer_limit_s / 6) / 10 })}</Badge>
              </div>
              <Bilingual text={question.text} className="font-medium" />
              {question.note[language] && <p className="mt-2 text-sm text-muted">{question.note[language]}</p>}
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
