import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { type SyntheticEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemAlert } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { TextAreaField } from "@/components/ui/field";
import { showToast } from "@/components/ui/toast-store";

import { LEVELS } from "./levels";
import { reportQuery } from "./queries";
import { rateAnswer } from "./rate-answer";
import { isReason, LONGEST_REASON } from "./reason";

interface RatingFormProps {
  interviewId: string;
  turnId: string;
  onDone: () => void;
}

/** A recruiter's own level with a reason. It stands beside the AI's level and never changes it. */
export function RatingForm({ interviewId, turnId, onDone }: RatingFormProps) {
  const { t } = useTranslation("recruiter");
  const { t: common } = useTranslation("common");
  const client = useQueryClient();
  const [level, setLevel] = useState<number | null>(null);
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const complete = level !== null && isReason(reason);
  const rating = useMutation({
    mutationFn: (chosen: number) => rateAnswer(interviewId, { turn_id: turnId, level: chosen, reason: reason.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: reportQuery(interviewId).queryKey });
      showToast(t("rating.saved"));
      onDone();
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setAsked(true);
    if (complete) rating.mutate(level);
  };
  return (
    <form noValidate onSubmit={submit} className="mt-3 grid gap-4 rounded-md bg-sunken/60 p-4 print:hidden">
      <p className="text-sm text-muted">{t("rating.text")}</p>
      <ProblemAlert error={rating.error} />
      <LevelChoice level={level} onLevel={setLevel} error={asked && level === null ? t("rating.levelRequired") : undefined} />
      <TextAreaField
        label={t("rating.reason")}
        hint={t("rating.reasonHint")}
        rows={3}
        maxLength={LONGEST_REASON}
        value={reason}
        error={asked && !isReason(reason) ? t("rating.reasonRequired") : undefined}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" busy={rating.isPending}>
          {t("rating.save")}
        </Button>
        <Button variant="secondary" onClick={onDone}>
          {common("cancel")}
        </Button>
      </div>
    </form>
  );
}

interface LevelChoiceProps {
  level: number | null;
  onLevel: (level: number) => void;
  error: string | undefined;
}

function LevelChoice({ level, onLevel, error }: LevelChoiceProps) {
  const { t } = useTranslation("recruiter");
  const id = useId();
  return (
    <fieldset aria-describedby={error && `${id}-error`}>
      <legend className="text-[0.9375rem] font-semibold">{t("rating.level")}</legend>
      <div className="mt-1.5 flex gap-2">
        {LEVELS.map((one) => (
          <label
            key={one}
            className="relative grid size-12 cursor-pointer place-items-center rounded-md border border-control bg-surface font-bold tabular-nums has-checked:border-accent has-checked:bg-accent has-checked:text-on-accent has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-(--focus)"
          >
            <input
              type="radio"
              name={id}
              value={one}
              checked={level === one}
              aria-label={t("report.level", { level: one })}
              onChange={() => onLevel(one)}
              className="absolute inset-0 size-full cursor-pointer appearance-none rounded-md outline-none"
            />
            <span aria-hidden>{one}</span>
          </label>
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} className="mt-1.5 flex items-start gap-1.5 text-sm font-medium text-danger">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
    </fieldset>
  );
}
