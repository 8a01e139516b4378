import type { Turn } from "@/api/types";

export type ClockWarning = "none" | "thirty" | "ten" | "grace";

export interface AnswerClock {
  /** Seconds left until the limit, never below 0. */
  readonly remaining: number;
  readonly warning: ClockWarning;
  /** The grace after the limit is used up as well: the answer ends. */
  readonly over: boolean;
}

/** The browser ends the answer this much before the server would, so that its own end counts. */
const BEFORE_SERVER_S = 2;

/** Where an open answer stands at the server's time. Null while the answer is not open. */
export function answerClock(turn: Turn, graceS: number, serverNowMs: number): AnswerClock | null {
  if (!turn.answer_opened_at) return null;
  const left = turn.answer_limit_s - (serverNowMs - Date.parse(turn.answer_opened_at)) / 1000;
  const warning = left <= 0 ? "grace" : left <= 10 ? "ten" : left <= 30 ? "thirty" : "none";
  return { remaining: Math.max(0, left), warning, over: left <= -Math.max(0, graceS - BEFORE_SERVER_S) };
}
