import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { openEventStream } from "@/api/event-stream";

import { resumeQuery } from "./requests";

/** Read the résumé's state again whenever the server says that it changed. */
export function useResumeEvents(interviewId: string): void {
  const cache = useQueryClient();
  useEffect(() => {
    const refresh = () => void cache.invalidateQueries({ queryKey: resumeQuery(interviewId).queryKey });
    const stream = openEventStream({
      path: `/interviews/${interviewId}/events`,
      lastEventId: null,
      onOpen: refresh,
      onEvent: (event) => {
        if ((event.data as { type?: string }).type === "resume.changed") refresh();
      },
    });
    return () => stream.close();
  }, [cache, interviewId]);
}
