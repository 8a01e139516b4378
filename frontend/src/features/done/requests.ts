import { queryOptions } from "@tanstack/react-query";

import { http } from "@/api/http";
import type { OwnTranscript } from "@/api/types";

const POLL_WHILE_PENDING_MS = 5_000;

export function transcriptQuery(interviewId: string) {
  return queryOptions({
    queryKey: ["interview", interviewId, "transcript"],
    queryFn: ({ signal }) => http.get<OwnTranscript>(`/interviews/${interviewId}/transcript`, { signal }),
    refetchInterval: (query) =>
      query.state.data?.turns.some((turn) => turn.transcript_state === "pending") ? POLL_WHILE_PENDING_MS : false,
  });
}
