import type { InvitationIn, InvitationWithLink } from "@/api/generated";
import { http } from "@/api/http";

export function createInvitation(jobId: string, invitation: InvitationIn): Promise<InvitationWithLink> {
  return http.post<InvitationWithLink>(`/jobs/${jobId}/invitations`, invitation);
}
