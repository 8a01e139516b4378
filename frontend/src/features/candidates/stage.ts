import type { InterviewState } from "@/api/generated";
import type { BadgeTone } from "@/components/ui/badge";

export const STAGES = ["before", "running", "evaluating", "reported", "closed"] as const;

/** What an interview's state means to a recruiter. */
export type Stage = (typeof STAGES)[number];

export const STATES_OF_STAGE: Record<Stage, readonly InterviewState[]> = {
  before: ["created", "planning", "ready"],
  running: ["asking", "answering", "thinking"],
  evaluating: ["evaluating", "evaluation_failed"],
  reported: ["reported"],
  closed: ["withdrawn", "expired"],
};

export const TONE_OF_STATE: Record<InterviewState, BadgeTone> = {
  created: "neutral",
  planning: "info",
  ready: "info",
  asking: "warning",
  answering: "warning",
  thinking: "warning",
  evaluating: "accent",
  evaluation_failed: "danger",
  reported: "success",
  withdrawn: "neutral",
  expired: "neutral",
};

export function stageOf(state: InterviewState): Stage {
  return STAGES.find((stage) => STATES_OF_STAGE[stage].includes(state)) ?? "closed";
}
