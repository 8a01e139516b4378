import { describe, expect, it } from "vitest";

import type { InterviewState } from "@/api/generated";

import { STAGES, stageOf, STATES_OF_STAGE, TONE_OF_STATE } from "./stage";

describe("stages", () => {
  it("give every state exactly one place", () => {
    const placed = STAGES.flatMap((stage) => STATES_OF_STAGE[stage]);
    expect([...placed].sort()).toEqual(Object.keys(TONE_OF_STATE).sort());
    for (const stage of STAGES) for (const state of STATES_OF_STAGE[stage]) expect(stageOf(state)).toBe(stage);
  });

  it("show a failed evaluation as something to do", () => {
    const failed: InterviewState = "evaluation_failed";
    expect(TONE_OF_STATE[failed]).toBe("danger");
  });
});
