import { queryOptions } from "@tanstack/react-query";

import { http } from "./http";
import type { Consents, InterviewSnapshot, InterviewSummary } from "./types";

/** Reads that several candidate features share. */
export const interviewsQuery = queryOptions({
  queryKey: ["interviews"],
  queryFn: ({ signal }) => http.get<InterviewSummary[]>("/me/interviews", { signal }),
});

export function snapshotQuery(interviewId: string) {
  return queryOptions({
    queryKey: ["interview", interviewId, "snapshot"],
    queryFn: ({ signal }) => http.get<InterviewSnapshot>(`/interviews/${interviewId}`, { signal }),
  });
}

export function consentsQuery(interviewId: string) {
  return queryOptions({
    queryKey: ["interview", interviewId, "consents"],
    queryFn: ({ signal }) => http.get<Consents>(`/interviews/${interviewId}/consents`, { signal }),
  });
}
