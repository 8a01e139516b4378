import { queryOptions } from "@tanstack/react-query";

import type { RecordingLinkOut, ReportOut } from "@/api/generated";
import { http } from "@/api/http";

const ASSEMBLED_WITHIN_MS = 2 * 60 * 1000;

/** Recordings are put together after the interview; the report is read again until they are there or should be. */
function stillAssembling(report: ReportOut | undefined): boolean {
  if (!report) return false;
  const age = report.created_at === null ? 0 : Date.now() - new Date(report.created_at).getTime();
  const missing = report.answers.some((answer) => answer.transcript.some((turn) => turn.mode === "spoken" && !turn.recording_available));
  return missing && age < ASSEMBLED_WITHIN_MS;
}

export function reportQuery(interviewId: string) {
  return queryOptions({
    queryKey: ["interview", interviewId, "report"],
    queryFn: ({ signal }) => http.get<ReportOut>(`/interviews/${interviewId}/report`, { signal }),
    refetchInterval: (query) => (stillAssembling(query.state.data) ? 5_000 : false),
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
