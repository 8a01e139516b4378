import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { openEventStream } from "@/api/event-stream";

import { liveQuery } from "./queries";

/** Progress that is never stored; reading the interview again after it would change nothing. */
const PASSING = new Set(["caption.partial", "speech.activity"]);

/** The interview as it stands, read again after each of its events. `following` is false while the stream is lost. */
export function useLiveInterview(interviewId: string) {
  const client = useQueryClient();
  const interview = useQuery(liveQuery(interviewId));
  const [following, setFollowing] = useState(true);
  const known = interview.data !== undefined;
  useEffect(() => {
    if (!known) return undefined;
    const readAgain = () => void client.invalidateQueries({ queryKey: liveQuery(interviewId).queryKey });
    const stream = openEventStream({
      path: `/interviews/${interviewId}/events`,
      lastEventId: null,
      onEvent: (event) => {
        if (!PASSING.has(event.type)) readAgain();
      },
      onOpen: (again) => {
        setFollowing(true);
        if (again) readAgain();
      },
      onLost: () => setFollowing(false),
    });
    return () => stream.close();
  }, [client, interviewId, known]);
  return { interview, following };
}
