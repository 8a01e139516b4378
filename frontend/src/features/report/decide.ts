import type { DecisionIn, DecisionOut } from "@/api/generated";
import { http } from "@/api/http";

export function decide(interviewId: string, decision: DecisionIn): Promise<DecisionOut> {
  return http.post<DecisionOut>(`/interviews/${interviewId}/decision`, decision);
}
