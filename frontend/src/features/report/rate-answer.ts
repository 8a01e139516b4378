import type { HumanRatingIn, HumanRatingOut } from "@/api/generated";
import { http } from "@/api/http";

export function rateAnswer(interviewId: string, rating: HumanRatingIn): Promise<HumanRatingOut> {
  return http.post<HumanRatingOut>(`/interviews/${interviewId}/human-ratings`, rating);
}
