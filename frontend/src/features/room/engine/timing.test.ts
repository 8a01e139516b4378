import { describe, expect, it } from "vitest";

import { snapshotOf } from "@/test/snapshot";

import { answerClock } from "./answer-clock";
import { COUNTDOWN_S, followSilence, keepTalking, NO_COUNTDOWN, secondsLeft } from "./countdown";
import { hear, QUIET, silentSeconds, type SilenceState } from "./silence";

function listen(levels: readonly number[], from: SilenceState = QUIET, startMs = 0): SilenceState {
  return levels.reduce((state, level, index) => hear(state, level, startMs + index * 100), from);
}

describe("silence", () => {
  it("does not count silence before the first word: who has not spoken is thinking", () => {
    expect(silentSeconds(listen(Array<number>(100).fill(0.001)), 10_000)).toBeNull();
  });

  it("counts from the last word", () => {
    const spoken = listen(Array<number>(10).fill(0.1));
    const quiet = listen(Array<number>(20).fill(0.001), spoken, 1_000);
    expect(silentSeconds(quiet, 3_000)).toBeCloseTo(2.1, 1);
  });

  it("takes a click for no word", () => {
    expect(silentSeconds(listen([0.001, 0.5, 0.001, 0.001]), 1_000)).toBeNull();
  });

  it("learns the noise of the room", () => {
    const noisy = listen(Array<number>(1_000).fill(0.012));
    expect(hear(noisy, 0.02, 100_000).loudSinceMs).toBeNull();
    expect(hear(noisy, 0.1, 100_000).loudSinceMs).not.toBeNull();
  });
});

describe("countdown", () => {
  it("begins at the limit, runs down, and is dropped by speech", () => {
    let state = followSilence(NO_COUNTDOWN, 3.9, 4, 0);
    expect(secondsLeft(state, 0)).toBeNull();
    state = followSilence(state, 4, 4, 1_000);
    expect(secondsLeft(state, 1_000)).toBe(COUNTDOWN_S);
    expect(secondsLeft(followSilence(state, 6, 4, 3_000), 3_000)).toBe(COUNTDOWN_S - 2);
    expect(secondsLeft(state, 1_000 + COUNTDOWN_S * 1_000)).toBe(0);
    expect(secondsLeft(followSilence(state, 0, 4, 3_000), 3_000)).toBeNull();
  });

  it("leaves the candidate in peace after “keep talking”", () => {
    const state = followSilence(keepTalking(1_000), 10, 4, 5_000);
    expect(secondsLeft(state, 5_000)).toBeNull();
    expect(secondsLeft(followSilence(state, 30, 4, 30_000), 30_000)).toBe(COUNTDOWN_S);
  });

  it("never starts while nothing was said", () => {
    expect(followSilence(NO_COUNTDOWN, null, 4, 60_000)).toBe(NO_COUNTDOWN);
  });
});

describe("answerClock", () => {
  const turn = snapshotOf().turn!;
  const at = (seconds: number) => answerClock(turn, 15, Date.parse("2026-01-01T00:00:00Z") + seconds * 1_000);

  it("does not run before the answer is open", () => {
    expect(answerClock({ ...turn, answer_opened_at: null }, 15, 0)).toBeNull();
  });

  it("warns at 30 and 10 seconds, then gives the grace", () => {
    expect(at(80)?.warning).toBe("none");
    expect(at(90)?.warning).toBe("thirty");
    expect(at(110)?.warning).toBe("ten");
    expect(at(121)).toEqual({ remaining: 0, warning: "grace", over: false });
  });

  it("ends just before the server would", () => {
    expect(at(132)?.over).toBe(false);
    expect(at(133)?.over).toBe(true);
  });
});
