import { useRef } from "react";
import { useTranslation } from "react-i18next";

import type { RecordingLinkOut, ReportAnswerOut, ReportOut } from "@/api/generated";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { cn } from "@/lib/cn";

import { anchorOf } from "./anchor";
import { EngineName } from "./engine-name";
import { Evidence } from "./evidence";
import { HumanRatings } from "./human-ratings";
import { Observations } from "./observations";
import { TurnPlayer } from "./player";
import { Verdict } from "./verdict";

interface AnswerCardProps {
  interviewId: string;
  answer: ReportAnswerOut;
  language: ReportOut["language"];
  links: ReadonlyMap<string, RecordingLinkOut>;
  /** Ask for new recording links. */
  onRenew: () => Promise<unknown>;
}

/** One planned question: level, evidence, explanation, and the transcript beside the recording. */
export function AnswerCard({ interviewId, answer, language, links, onRenew }: AnswerCardProps) {
  const { t } = useTranslation("recruiter");
  const seeks = useRef(new Map<string, (seconds: number) => void>());
  return (
    <Card id={anchorOf(answer.turn_id)} className="scroll-mt-4">
      <div className="flex flex-col gap-x-6 gap-y-3 sm:flex-row sm:items-start sm:justify-between print:break-inside-avoid print:break-after-avoid">
        <div className="min-w-0">
          <div className="mb-2 flex flex-wrap items-center gap-2">
            <Badge tone="accent">{t(`sections.${answer.section}`)}</Badge>
            {answer.competency && <Badge>{answer.competency}</Badge>}
            {answer.source === "fallback" && <Badge tone="info">{t("report.fallback")}</Badge>}
          </div>
          <h3 lang={language} className="max-w-[46rem] text-[1.0625rem] leading-normal font-bold text-pretty">
            {answer.index}. {answer.question}
          </h3>
        </div>
        <div className="shrink-0">
          <Verdict answer={answer} />
        </div>
      </div>
      <div className="mt-4 grid gap-5 empty:hidden">
        {answer.anchor_text && (
          <p lang={language} className="rounded-md bg-accent-soft px-4 py-3 text-[0.9375rem] text-accent-ink print:break-inside-avoid">
            <span className="mr-1.5 font-bold">{t("report.anchor")}</span> {answer.anchor_text}
          </p>
        )}
        <Evidence
          quotes={answer.quotes}
          language={language}
          playable={(turnId) => links.has(turnId)}
          onPlay={(turnId, seconds) => seeks.current.get(turnId)?.(seconds)}
        />
        <Observations observations={answer.observations} language={language} />
        <Explanation answer={answer} language={language} />
      </div>
      <div className="mt-5 grid gap-4 border-t border-line pt-4">
        {answer.transcript.map((turn) => (
          <TurnPlayer
            key={turn.turn_id}
            turn={turn}
            language={language}
            link={links.get(turn.turn_id)}
            onReady={(turnId, seek) => seeks.current.set(turnId, seek)}
            onRenew={onRenew}
          />
        ))}
      </div>
      {answer.status !== "not_scored" && (
        <HumanRatings interviewId={interviewId} turnId={answer.turn_id} ratings={answer.human_ratings} />
      )}
      {answer.engine && <RatedBy answer={answer} engine={answer.engine} />}
    </Card>
  );
}

function Explanation({ answer, language }: Pick<AnswerCardProps, "answer" | "language">) {
  const { t } = useTranslation("recruiter");
  const parts = [
    { title: t("report.rationale"), text: answer.rationale },
    { title: t("report.missing"), text: answer.missing },
  ].filter(({ text }) => text !== "");
  if (parts.length === 0) return null;
  return (
    <dl className={cn("grid gap-x-8 gap-y-3 text-[0.9375rem]", parts.length > 1 ? "sm:grid-cols-2" : "max-w-[46rem]")}>
      {parts.map(({ title, text }) => (
        <div key={title} className="print:break-inside-avoid">
          <dt className="text-sm font-semibold text-muted">{title}</dt>
          <dd lang={language} className="mt-1">
            {text}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function RatedBy({ answer, engine }: Pick<AnswerCardProps, "answer"> & { engine: NonNullable<ReportAnswerOut["engine"]> }) {
  const { t } = useTranslation("recruiter");
  return (
    <p className="mt-5 flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line pt-3 text-sm text-muted">
      <span className="inline-flex flex-wrap items-center gap-x-1.5">
        {t("report.ratedBy")} <EngineName engine={engine} />
      </span>
      {answer.rubric_version !== null && <span>{t("job.rubric", { version: answer.rubric_version })}</span>}
      {answer.prompt_version && <span>{t("report.prompt", { version: answer.prompt_version })}</span>}
    </p>
  );
}
