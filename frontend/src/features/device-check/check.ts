import type { CheckResult } from "@/api/types";
import type { DeviceProblem } from "@/lib/media/devices";

export type Problem = DeviceProblem | "silent" | "notHeard" | "slow" | "offline" | "noLive";

/** Where one check stands. "limited" works, with something less that is named. */
export type Check =
  | { readonly state: "idle" | "running" | "ok" }
  | { readonly state: "failed" | "limited"; readonly problem: Problem };

export const IDLE: Check = { state: "idle" };
export const RUNNING: Check = { state: "running" };
export const OK: Check = { state: "ok" };

export function failed(problem: Problem): Check {
  return { state: "failed", problem };
}

export function limited(problem: Problem): Check {
  return { state: "limited", problem };
}

/** What is stored with the interview. */
export function resultOf(check: Check): CheckResult {
  if (check.state === "ok" || check.state === "limited") return "ok";
  return check.state === "failed" ? "failed" : "skipped";
}

export function problemOf(check: Check): Problem | null {
  return "problem" in check ? check.problem : null;
}
