import { queryOptions } from "@tanstack/react-query";

import type { JobOut, JobSummary } from "@/api/generated";
import { http } from "@/api/http";

export const jobsQuery = queryOptions({
  queryKey: ["jobs"],
  queryFn: ({ signal }) => http.get<JobSummary[]>("/jobs", { signal }),
});

export function jobQuery(jobId: string) {
  return queryOptions({
    queryKey: ["jobs", jobId],
    queryFn: ({ signal }) => http.get<JobOut>(`/jobs/${jobId}`, { signal }),
  });
}
