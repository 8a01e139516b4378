import { queryOptions } from "@tanstack/react-query";

import type { LiveInterviewOut } from "@/api/generated";
import { http } from "@/api/http";

export function liveQuery(interviewId: string) {
  return queryOptions({
    queryKey: ["interview", interviewId, "live"],
    queryFn: ({ signal }) => http.get<LiveInterviewOut>(`/interviews/${interviewId}/live`, { signal }),
  });
}
