import { http } from "@/api/http";
import type { InvitationPreview } from "@/api/types";

/** The token travels in the body only: never in a URL, which logs and history would keep. */
export function lookupInvitation(token: string): Promise<InvitationPreview> {
  return http.post<InvitationPreview>("/auth/invitations/lookup", { token });
}
