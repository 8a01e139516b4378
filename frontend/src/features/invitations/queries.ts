import { queryOptions } from "@tanstack/react-query";

import type { InvitationOut } from "@/api/generated";
import { http } from "@/api/http";

export function invitationsQuery(jobId: string) {
  return queryOptions({
    queryKey: ["jobs", jobId, "invitations"],
    queryFn: ({ signal }) => http.get<InvitationOut[]>(`/jobs/${jobId}/invitations`, { signal }),
  });
}
