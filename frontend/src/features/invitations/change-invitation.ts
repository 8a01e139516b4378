import type { InvitationOut, InvitationWithLink } from "@/api/generated";
import { http } from "@/api/http";

export function extendInvitation(id: string, expiresAt: string): Promise<InvitationOut> {
  return http.post<InvitationOut>(`/invitations/${id}/extend`, { expires_at: expiresAt });
}

export function revokeInvitation(id: string): Promise<InvitationOut> {
  return http.post<InvitationOut>(`/invitations/${id}/revoke`);
}

/** A new link; the old one stops working. */
export function reissueInvitation(id: string, expiresAt: string | null): Promise<InvitationWithLink> {
  return http.post<InvitationWithLink>(`/invitations/${id}/reissue`, { expires_at: expiresAt });
}
