import { queryOptions } from "@tanstack/react-query";

import type { EngineOut } from "@/api/generated";
import { http } from "@/api/http";

export const enginesQuery = queryOptions({
  queryKey: ["engines"],
  queryFn: ({ signal }) => http.get<EngineOut[]>("/engines", { signal }),
  refetchInterval: 15_000,
});
