import { queryOptions } from "@tanstack/react-query";

import { http } from "@/api/http";
import type { Resume, ResumeFact } from "@/api/types";
import { upload } from "@/api/upload";

const POLL_WHILE_READING_MS = 3_000;

/** The reading's end comes as an event; the slow poll is for browsers whose event stream is blocked. */
export function resumeQuery(interviewId: string) {
  return queryOptions({
    queryKey: ["interview", interviewId, "resume"],
    queryFn: ({ signal }) => http.get<Resume>(`/interviews/${interviewId}/resume`, { signal }),
    refetchInterval: (query) => (query.state.data?.state === "reading" ? POLL_WHILE_READING_MS : false),
  });
}

export function uploadResume(interviewId: string, file: File, onProgress: (share: number) => void): Promise<unknown> {
  const form = new FormData();
  form.append("file", file);
  return upload(`/interviews/${interviewId}/resume`, form, { onProgress });
}

export function confirmFacts(interviewId: string, facts: readonly ResumeFact[]): Promise<unknown> {
  return http.put(`/interviews/${interviewId}/resume/facts`, { facts });
}

export function skipResume(interviewId: string): Promise<unknown> {
  return http.post(`/interviews/${interviewId}/resume/skip`);
}
