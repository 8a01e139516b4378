import { http } from "@/api/http";
import type { AnswerEnd, AnswerEndOut } from "@/api/types";
import type { Language } from "@/lib/language";

import type { StoredChunk } from "./engine/store";

/** The room's commands. Each may be sent again: the server counts it once. */
export function prepare(interviewId: string, language: Language): Promise<unknown> {
  return http.post(`/interviews/${interviewId}/prepare`, { language });
}

export function start(interviewId: string): Promise<unknown> {
  return http.post(`/interviews/${interviewId}/start`);
}

export function takeSeat(interviewId: string, tabId: string): Promise<unknown> {
  return http.post(`/interviews/${interviewId}/seat`, { tab_id: tabId });
}

export function openAnswer(interviewId: string, turnId: string): Promise<unknown> {
  return http.post(`/interviews/${interviewId}/turns/${turnId}/open`);
}

export function endAnswer(interviewId: string, turnId: string, end: AnswerEnd): Promise<AnswerEndOut> {
  return http.post<AnswerEndOut>(`/interviews/${interviewId}/turns/${turnId}/end`, end);
}

export function withdraw(interviewId: string): Promise<unknown> {
  return http.post(`/interviews/${interviewId}/withdraw`);
}

export function putChunk({ interviewId, turnId, part, seq, bytes, mime, sha256 }: StoredChunk): Promise<unknown> {
  // A container's codecs are of no interest to the server and are not legal in every header parser.
  const type = mime.split(";")[0] ?? mime;
  return http.putBytes(`/interviews/${interviewId}/turns/${turnId}/chunks/${part}/${seq}`, new Blob([bytes], { type }), {
    "Content-Type": type,
    "X-Content-SHA256": sha256,
  });
}
