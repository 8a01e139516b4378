import type { CommandOut } from "@/api/generated";
import { http } from "@/api/http";

export function retryEvaluation(interviewId: string): Promise<CommandOut> {
  return http.post<CommandOut>(`/interviews/${interviewId}/evaluation/retry`);
}
