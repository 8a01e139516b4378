import { QueryClient } from "@tanstack/react-query";

import { ApiError } from "./problem";

/** Retry only what may succeed by itself; the user is shown everything else at once. */
function worthRetrying(failures: number, error: unknown): boolean {
  return failures < 2 && error instanceof ApiError && error.retryable;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: worthRetrying, staleTime: 15_000, refetchOnWindowFocus: false },
    mutations: { retry: false },
  },
});
