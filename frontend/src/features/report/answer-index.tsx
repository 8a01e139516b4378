import { useTranslation } from "react-i18next";

import type { ReportAnswerOut } from "@/api/generated";

import { anchorOf } from "./anchor";

/** All answers on one line each with their level, to jump to. */
export function AnswerIndex({ answers }: { answers: readonly ReportAnswerOut[] }) {
  const { t } = useTranslation("recruiter");
  return (
    <nav aria-label={t("report.answers")} className="print:hidden">
      <ol className="flex flex-wrap gap-2">
        {answers.map((answer) => (
          <li key={answer.turn_id}>
            <a
              href={`#${anchorOf(answer.turn_id)}`}
              className="inline-flex min-h-11 items-center gap-2 rounded-md border border-line bg-surface px-3 text-sm font-medium hover:border-accent"
            >
              <span className="text-muted tabular-nums">{answer.index}</span>
              {t(`sections.${answer.section}`)}
              {answer.status === "rated" && answer.level !== null && (
                <span className="font-bold text-accent-ink tabular-nums">{t("report.level", { level: answer.level })}</span>
              )}
              {(answer.status === "not_rated" || answer.status === "failed") && (
                <span className="font-semibold text-warning">{t(answer.status === "failed" ? "report.failed" : "report.notRated")}</span>
              )}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
