/** The countdown before a silent answer is ended. */
export interface Countdown {
  /** When it began; null while none runs. */
  readonly startedMs: number | null;
  /** No countdown before this time, because the candidate asked to go on. */
  readonly snoozedUntilMs: number;
}

export const COUNTDOWN_S = 5;
const SNOOZE_MS = 20_000;

export const NO_COUNTDOWN: Countdown = { startedMs: null, snoozedUntilMs: 0 };

/** Start, keep or drop the countdown for `silentS` seconds of silence (null: nothing was said yet). */
export function followSilence(state: Countdown, silentS: number | null, limitS: number, nowMs: number): Countdown {
  if (silentS === null || silentS < limitS || nowMs < state.snoozedUntilMs) {
    return state.startedMs === null ? state : { ...state, startedMs: null };
  }
  return state.startedMs === null ? { ...state, startedMs: nowMs } : state;
}

export function keepTalking(nowMs: number): Countdown {
  return { startedMs: null, snoozedUntilMs: nowMs + SNOOZE_MS };
}

/** Whole seconds left; null while none runs. */
export function secondsLeft(state: Countdown, nowMs: number): number | null {
  if (state.startedMs === null) return null;
  return Math.max(0, Math.ceil(COUNTDOWN_S - (nowMs - state.startedMs) / 1000));
}
