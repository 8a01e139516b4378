import { queryOptions } from "@tanstack/react-query";

import type { RecordingLinkOut, ReportOut } from "@/api/generated";
import { http } from "@/api/http";

export function reportQuery(interviewId: string) {
  return queryOptions({
    queryKey: ["interview", interviewId, "report"],
    queryFn: ({ signal }) => http.get<ReportOut>(`/interviews/${interviewId}/report`, { signal }),
  });
}

const RENEW_EVERY_MS = 4 * 60 * 1000;

/** Signed links live five minutes at most and are renewed before that while the page is open. */
export function recordingLinksQuery(interviewId: string) {
  return queryOptions({
    queryKey: ["interview", interviewId, "recording-links"],
    queryFn: ({ signal }) => http.post<RecordingLinkOut[]>(`/interviews/${interviewId}/recording-links`, undefined, { signal }),
    staleTime: RENEW_EVERY_MS,
    refetchInterval: RENEW_EVERY_MS,
  });
}
