import { Play } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import type { RecordingLinkOut, ReportAnswerOut, ReportOut } from "@/api/generated";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { formatClock } from "@/lib/format";

import { EngineName } from "./engine-name";
import { LevelScale } from "./level-scale";
import { TurnPlayer } from "./player";

interface AnswerCardProps {
  answer: ReportAnswerOut;
  language: ReportOut["language"];
  links: ReadonlyMap<string, RecordingLinkOut>;
}

/** One planned question: level, evidence, explanation, and the transcript beside the recording. */
export function AnswerCard({ answer, language, links }: AnswerCardProps) {
  const { t } = useTranslation("recruiter");
  const seeks = useRef(new Map<string, (seconds: number) => void>());
  return (
    <Card id={`answer-${answer.turn_id}`} className="scroll-mt-4 print:break-inside-avoid">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="mb-1.5 flex flex-wrap items-center gap-2">
            <Badge tone="accent">{t(`sections.${answer.section}`)}</Badge>
            {answer.competency && <Badge>{answer.competency}</Badge>}
            {answer.source === "fallback" && <Badge tone="info">{t("report.fallback")}</Badge>}
          </div>
          <h3 lang={language} className="text-lg font-bold break-keep">
            {answer.index}. {answer.question}
          </h3>
        </div>
        <Verdict answer={answer} />
      </div>
      {answer.anchor_text && (
        <p lang={language} className="mt-4 rounded-md bg-accent-soft px-4 py-3 text-[0.9375rem] break-keep text-accent-ink">
          <span className="font-semibold">{t("report.anchor")}</span> {answer.anchor_text}
        </p>
      )}
      {answer.quotes.length > 0 && (
        <section className="mt-5">
          <h4 className="text-sm font-semibold text-muted">{t("report.evidence")}</h4>
          <ul className="mt-2 grid gap-2">
            {answer.quotes.map((quote, index) => (
              <li key={index} className="flex items-start gap-2 border-l-3 border-accent pl-3">
                <q lang={language} className="grow break-keep">
                  {quote.text}
                </q>
                {quote.start_s !== null && links.has(quote.turn_id) && (
                  <Button
                    variant="ghost"
                    className="px-2 text-sm tabular-nums print:hidden"
                    aria-label={t("report.playFrom", { time: formatClock(quote.start_s) })}
                    onClick={() => seeks.current.get(quote.turn_id)?.(quote.start_s ?? 0)}
                  >
                    <Play aria-hidden />
                    {formatClock(quote.start_s)}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Explanation answer={answer} language={language} />
      <div className="mt-5 grid gap-5">
        {answer.transcript.map((turn) => (
          <TurnPlayer
            key={turn.turn_id}
            turn={turn}
            language={language}
            link={links.get(turn.turn_id)}
            badge={<Badge>{turn.follow_up ? t("report.followUp") : t("report.question")}</Badge>}
            onReady={(turnId, seek) => seeks.current.set(turnId, seek)}
          />
        ))}
      </div>
      {answer.engine && (
        <p className="mt-5 flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line pt-3 text-sm text-muted">
          <span>
            {t("report.ratedBy")} <EngineName engine={answer.engine} />
          </span>
          {answer.rubric_version !== null && <span>{t("job.rubric", { version: answer.rubric_version })}</span>}
          {answer.prompt_version && <span>{answer.prompt_version}</span>}
        </p>
      )}
    </Card>
  );
}

function Verdict({ answer }: { answer: ReportAnswerOut }) {
  const { t } = useTranslation("recruiter");
  if (answer.status === "rated" && answer.level !== null) {
    return (
      <div className="grid justify-items-end gap-1">
        <LevelScale level={answer.level} />
        {answer.spread > 0 && <span className="text-sm text-muted">{t("report.spread", { count: answer.spread })}</span>}
      </div>
    );
  }
  if (answer.status === "failed") return <Badge tone="danger">{t("report.failed")}</Badge>;
  if (answer.status === "not_scored") return <Badge>{t("job.notScored")}</Badge>;
  if (answer.status === "pending") return <Badge tone="info">{t("report.pending")}</Badge>;
  return (
    <div className="grid justify-items-end gap-1">
      <Badge tone="warning">{t("report.notRated")}</Badge>
      {answer.not_rated_reason && <span className="text-sm text-muted">{t(`report.reason.${answer.not_rated_reason}`)}</span>}
    </div>
  );
}

function Explanation({ answer, language }: Pick<AnswerCardProps, "answer" | "language">) {
  const { t } = useTranslation("recruiter");
  if (!answer.rationale && !answer.missing) return null;
  return (
    <dl lang={language} className="mt-5 grid gap-3 text-[0.9375rem] break-keep sm:grid-cols-2">
      {answer.rationale && (
        <div>
          <dt className="text-sm font-semibold text-muted">{t("report.rationale")}</dt>
          <dd className="mt-0.5">{answer.rationale}</dd>
        </div>
      )}
      {answer.missing && (
        <div>
          <dt className="text-sm font-semibold text-muted">{t("report.missing")}</dt>
          <dd className="mt-0.5">{answer.missing}</dd>
        </div>
      )}
    </dl>
  );
}
