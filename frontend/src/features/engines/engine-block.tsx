import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { EngineOut } from "@/api/generated";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { formatDateTime } from "@/lib/format";
import { useLanguage } from "@/lib/use-language";

import { EngineFacts } from "./engine-facts";
import { PassedOver } from "./passed-over";
import { type EngineState, failureOf, qualityTextOf, stateOf } from "./state";

const STATE_TONES: Record<EngineState, BadgeTone> = {
  ready: "success",
  loading: "info",
  standIn: "warning",
  unavailable: "neutral",
  broken: "danger",
  silent: "danger",
};
const QUALITY_TONES = { production: "neutral", basic: "info", demo: "warning" } as const;

/** An engine as its workers describe it. */
export function EngineBlock({ engine }: { engine: EngineOut }) {
  const { t } = useTranslation("recruiter");
  const language = useLanguage();
  const state = stateOf(engine);
  const known = engine.name !== "none";
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={STATE_TONES[state]}>{t(`engines.state.${state}`)}</Badge>
        {known && <Badge tone={QUALITY_TONES[engine.quality]}>{t(`engines.quality.${engine.quality}`)}</Badge>}
      </div>
      {known && (
        <p className="font-mono text-[0.9375rem]">
          <span className="font-semibold">{engine.name}</span> {engine.version}
          {engine.model && <span className="block text-sm text-muted">{engine.model}</span>}
        </p>
      )}
      {known && engine.quality !== "production" && (
        <p className="text-sm text-muted">{t(`engines.qualityText.${qualityTextOf(engine)}`)}</p>
      )}
      {state === "silent" ? (
        <p className="text-sm text-muted">{t("engines.lastHeard", { time: formatDateTime(engine.reported_at, language) })}</p>
      ) : (
        known && <EngineFacts engine={engine} />
      )}
      {engine.last_error && engine.last_error_at && (
        <p className="flex gap-2 text-sm">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
          {t("engines.lastError", {
            failure: t(`engines.failure.${failureOf(engine.last_error)}`),
            time: formatDateTime(engine.last_error_at, language),
          })}
        </p>
      )}
      {engine.passed_over.length > 0 && (
        <PassedOver title={t(known ? "engines.passedOver" : "engines.unusable")} engines={engine.passed_over} />
      )}
      {engine.passed_over.length === 0 && engine.note && (
        <p lang="en" className="text-sm text-muted">
          {engine.note}
        </p>
      )}
    </div>
  );
}
