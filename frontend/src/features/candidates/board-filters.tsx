import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Field, InputField } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { useLanguage } from "@/lib/use-language";

import { jobNamesQuery } from "./queries";
import { type Stage, STAGES } from "./stage";

const ALL = "all";

interface BoardFiltersProps {
  jobId: string | undefined;
  stage: Stage | undefined;
  words: string;
  onJob: (jobId: string | undefined) => void;
  onStage: (stage: Stage | undefined) => void;
  onWords: (words: string) => void;
}

export function BoardFilters({ jobId, stage, words, onJob, onStage, onWords }: BoardFiltersProps) {
  const { t } = useTranslation("recruiter");
  const language = useLanguage();
  const jobs = useQuery(jobNamesQuery);
  const jobOptions = [
    { value: ALL, label: t("board.allJobs") },
    ...(jobs.data ?? []).map((job) => ({ value: job.id, label: job.title[language] })),
  ];
  const stageOptions = [{ value: ALL, label: t("board.allStages") }, ...STAGES.map((one) => ({ value: one, label: t(`board.stage.${one}`) }))];
  return (
    <div role="search" aria-label={t("board.filters")} className="mb-5 grid gap-4 sm:grid-cols-3">
      <InputField
        label={t("board.search")}
        type="search"
        autoComplete="off"
        placeholder={t("board.searchHint")}
        value={words}
        onChange={(event) => onWords(event.target.value)}
      />
      <Field label={t("board.job")}>
        {(ids) => (
          <Select {...ids} value={jobId ?? ALL} options={jobOptions} onValueChange={(value) => onJob(value === ALL ? undefined : value)} />
        )}
      </Field>
      <Field label={t("board.state")}>
        {(ids) => (
          <Select
            {...ids}
            value={stage ?? ALL}
            options={stageOptions}
            onValueChange={(value) => onStage(STAGES.find((one) => one === value))}
          />
        )}
      </Field>
    </div>
  );
}
