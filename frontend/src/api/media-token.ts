import { http } from "./http";
import type { MediaToken } from "./types";

/** A token for one connection to the media server; it holds for two minutes. */
export function requestMediaToken(interviewId: string): Promise<MediaToken> {
  return http.post<MediaToken>(`/interviews/${interviewId}/media-token`);
}
