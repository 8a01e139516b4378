import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { Board, JobSummary } from "@/api/generated";
import { http } from "@/api/http";

import { STATES_OF_STAGE, type Stage } from "./stage";

export interface BoardFilter {
  readonly jobId: string | undefined;
  readonly stage: Stage | undefined;
  readonly words: string;
  readonly page: number;
}

export const PAGE_SIZE = 50;

/** The board changes while interviews run, so it is read again every few seconds as long as it is looked at. */
export function boardQuery(filter: BoardFilter) {
  const search = new URLSearchParams({ limit: String(PAGE_SIZE), offset: String((filter.page - 1) * PAGE_SIZE) });
  if (filter.jobId) search.set("job_id", filter.jobId);
  if (filter.stage) for (const state of STATES_OF_STAGE[filter.stage]) search.append("state", state);
  if (filter.words) search.set("q", filter.words);
  return queryOptions({
    queryKey: ["candidates", search.toString()],
    queryFn: ({ signal }) => http.get<Board>(`/candidates?${search.toString()}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 5_000,
  });
}

export const jobNamesQuery = queryOptions({
  queryKey: ["jobs"],
  queryFn: ({ signal }) => http.get<JobSummary[]>("/jobs", { signal }),
});
