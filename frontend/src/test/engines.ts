import type { EngineOut } from "@/api/generated";

/** An engine as the API tells of it, for tests. */
export function engineOf(change: Partial<EngineOut> = {}): EngineOut {
  return {
    capability: "llm",
    name: "llama_cpp",
    version: "0.3.36",
    model: "EXAONE-3.5-7.8B-Instruct Q4_K_M",
    device: "cuda:0",
    quality: "production",
    languages: ["ko", "en"],
    available: true,
    loaded: true,
    memory_mb: 512,
    device_memory_mb: 5222,
    latency_ms: 850,
    last_error: null,
    last_error_at: null,
    note: "",
    passed_over: [],
    live: true,
    workers: 2,
    reported_at: "2026-01-01T00:00:00Z",
    ...change,
  };
}
