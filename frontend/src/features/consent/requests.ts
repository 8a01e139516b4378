import { queryOptions } from "@tanstack/react-query";

import { http } from "@/api/http";
import type { ConsentDecision, Consents, Notice } from "@/api/types";
import type { Language } from "@/lib/language";

export function noticeQuery(language: Language, interviewId: string) {
  return queryOptions({
    queryKey: ["notice", interviewId, language],
    queryFn: ({ signal }) => http.get<Notice>(`/notice?language=${language}&interview_id=${interviewId}`, { signal }),
    staleTime: Infinity,
  });
}

export interface ConsentsIn {
  readonly version: string;
  readonly language: Language;
  readonly decisions: readonly ConsentDecision[];
}

export function putConsents(interviewId: string, consents: ConsentsIn): Promise<Consents> {
  return http.put<Consents>(`/interviews/${interviewId}/consents`, consents);
}
