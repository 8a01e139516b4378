import type { InterviewState } from "@/api/types";

/** What an interview's state means to its candidate. */
export type InterviewStage = "before" | "running" | "done" | "closed";

const STAGES: Record<InterviewState, InterviewStage> = {
  created: "before",
  planning: "before",
  ready: "before",
  asking: "running",
  answering: "running",
  thinking: "running",
  evaluating: "done",
  evaluation_failed: "done",
  reported: "done",
  withdrawn: "closed",
  expired: "closed",
};

export function stageOf(state: InterviewState): InterviewStage {
  return STAGES[state];
}
