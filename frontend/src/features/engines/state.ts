import type { Capability, EngineOut, EngineQuality, ErrorCode } from "@/api/generated";

/** Order of the page: from what a candidate meets first to what is switched off most often. */
export const CAPABILITIES: readonly Capability[] = ["llm", "stt", "tts", "embeddings", "face", "emotion"];

export type EngineState = "ready" | "loading" | "standIn" | "unavailable" | "broken" | "silent";

/** Whether a better engine is installed and does not work, which is more than that it is not installed. */
function hasBroken(engine: EngineOut): boolean {
  return engine.passed_over.some((one) => one.code !== null);
}

export function stateOf(engine: EngineOut): EngineState {
  if (!engine.live) return "silent";
  if (!engine.available) return hasBroken(engine) ? "broken" : "unavailable";
  if (hasBroken(engine)) return "standIn";
  return engine.loaded ? "ready" : "loading";
}

/** What to show of a capability: what lives, or else what was heard of last. */
export function shownOf(engines: readonly EngineOut[], capability: Capability): EngineOut[] {
  const all = engines.filter((engine) => engine.capability === capability);
  const live = all.filter((engine) => engine.live);
  return live.length > 0 ? live : all.slice(0, 1);
}

/** Whether an engine looks at pictures, where languages mean nothing. */
export function seesOnly(engine: EngineOut): boolean {
  return engine.capability === "face" || engine.capability === "emotion";
}

/** The key of the text that says what to expect: an engine that is no judge has words of its own. */
export function qualityTextOf(engine: EngineOut): EngineQuality | "tts" | "embeddings" | "emotion" {
  const { capability, quality } = engine;
  const own = capability === "tts" || capability === "embeddings" || capability === "emotion";
  return own && quality === "basic" ? capability : quality;
}

const FAILURES = [
  "engine_unavailable",
  "engine_timeout",
  "engine_failed",
  "engine_output_invalid",
  "out_of_memory",
  "worker_lost",
] as const;

export type FailureKey = (typeof FAILURES)[number] | "other";

/** The key of the text that says what went wrong. */
export function failureOf(code: ErrorCode): FailureKey {
  return FAILURES.find((known) => known === code) ?? "other";
}
