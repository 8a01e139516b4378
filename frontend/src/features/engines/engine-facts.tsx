import { useTranslation } from "react-i18next";

import type { EngineOut } from "@/api/generated";
import { formatDateTime } from "@/lib/format";
import { useLanguage } from "@/lib/use-language";

import { formatLatency, formatMemory } from "./measures";
import { seesOnly } from "./state";

/** Where an engine runs, what it takes, and how fast it was. */
export function EngineFacts({ engine }: { engine: EngineOut }) {
  const { t } = useTranslation("recruiter");
  const language = useLanguage();
  const languages = engine.languages.map((code) => t(`languages.${code}`)).join(", ") || t("engines.noLanguage");
  const facts: [string, string][] = [
    [t("engines.fact.device"), engine.device || t("engines.unknown")],
    [t("engines.fact.memory"), useMemory(engine)],
    [t("engines.fact.latency"), engine.latency_ms === null ? t("engines.notYet") : formatLatency(engine.latency_ms, language)],
    ...(seesOnly(engine) ? [] : [[t("engines.fact.languages"), languages] satisfies [string, string]]),
    [t("engines.fact.workers"), String(engine.workers)],
    [t("engines.fact.reported"), formatDateTime(engine.reported_at, language)],
  ];
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 border-t border-line pt-3 xs:grid-cols-3">
      {facts.map(([label, value]) => (
        <div key={label} className="min-w-0">
          <dt className="text-sm text-muted">{label}</dt>
          <dd className="text-[0.9375rem] font-semibold tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function useMemory(engine: EngineOut): string {
  const { t } = useTranslation("recruiter");
  const language = useLanguage();
  if (engine.memory_mb === null) return t("engines.unknown");
  const memory = formatMemory(engine.memory_mb, language);
  if (!engine.device_memory_mb) return memory;
  return t("engines.withDevice", { memory, device: formatMemory(engine.device_memory_mb, language) });
}
