import { useCallback, useEffect, useReducer, useRef, useState } from "react";

import { backoffDelay, openEventStream } from "@/api/event-stream";
import { http } from "@/api/http";
import { ApiError } from "@/api/problem";
import type { InterviewSnapshot } from "@/api/types";
import { tabId } from "@/lib/tab-id";

import { takeSeat as requestSeat } from "../commands";
import { asRoomEvent } from "../engine/events";
import { EMPTY_ROOM, isStale, roomReducer, type RoomState } from "../engine/room-state";

const POLL_WITHOUT_EVENTS_MS = 4_000;

export interface RoomSession {
  readonly room: RoomState;
  /** What keeps the room from being shown or a command from being done; null when nothing does. */
  readonly problem: unknown;
  readonly clearProblem: () => void;
  readonly refresh: () => void;
  /** Do a command, again and again while it may still succeed. Null: it was not done, and the room shows why. */
  readonly command: <T>(work: () => Promise<T>, onConflict?: () => void) => Promise<T | null>;
  readonly takeSeat: () => Promise<void>;
  readonly loseSeat: () => void;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Follow one interview: a snapshot, then events; a new snapshot whenever an event tells of more than is known. */
export function useRoomSession(interviewId: string): RoomSession {
  const [room, dispatch] = useReducer(roomReducer, EMPTY_ROOM);
  const [problem, setProblem] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);

  const stale = isStale(room);
  const { wanted } = room;
  useEffect(() => {
    if (!stale) return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    http.get<InterviewSnapshot>(`/interviews/${interviewId}`, { signal: abort.signal }).then(
      (snapshot) => {
        setAttempt(0);
        dispatch({ type: "snapshot", snapshot, wanted, nowMs: Date.now() });
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        if (error instanceof ApiError && error.retryable) {
          timer = setTimeout(() => setAttempt((value) => value + 1), backoffDelay(attempt));
        } else {
          setProblem(error);
        }
      },
    );
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [interviewId, stale, wanted, attempt]);

  const loaded = room.snapshot !== null;
  const firstEventId = useRef<string | null>(null);
  if (room.snapshot) firstEventId.current ??= room.snapshot.last_event_id;
  useEffect(() => {
    if (!loaded) return;
    const stream = openEventStream({
      path: `/interviews/${interviewId}/events`,
      lastEventId: firstEventId.current,
      onOpen: () => dispatch({ type: "link", link: "online" }),
      onLost: () => dispatch({ type: "link", link: "lost" }),
      onEvent: ({ data }) => {
        const event = asRoomEvent(data);
        if (event) dispatch({ type: "event", event, atMs: performance.now() });
      },
    });
    return () => stream.close();
  }, [interviewId, loaded]);

  const offline = room.link !== "online";
  useEffect(() => {
    if (!offline) return;
    const timer = setInterval(() => dispatch({ type: "refresh" }), POLL_WITHOUT_EVENTS_MS);
    return () => clearInterval(timer);
  }, [offline]);

  const refresh = useCallback(() => dispatch({ type: "refresh" }), []);
  const loseSeat = useCallback(() => dispatch({ type: "seat_lost" }), []);
  const clearProblem = useCallback(() => setProblem(null), []);

  const command = useCallback(
    async <T>(work: () => Promise<T>, onConflict?: () => void): Promise<T | null> => {
      for (let failures = 0; ; failures += 1) {
        try {
          const done = await work();
          setProblem(null);
          refresh();
          return done;
        } catch (error) {
          if (!alive.current) return null;
          const known = error instanceof ApiError ? error : null;
          if (known?.retryable) {
            await pause(backoffDelay(failures));
            continue;
          }
          if (known?.code === "seat_taken") loseSeat();
          // The server is elsewhere already, for example because its time limit came first.
          else if (known?.status === 409 || known?.status === 404) (onConflict ?? refresh)();
          if (known?.status !== 409) setProblem(error);
          return null;
        }
      }
    },
    [refresh, loseSeat],
  );

  const takeSeat = useCallback(async () => {
    const done = await command(() => requestSeat(interviewId, tabId()).then(() => true));
    if (done) dispatch({ type: "seat_taken_here" });
  }, [command, interviewId]);

  return { room, problem, clearProblem, refresh, command, takeSeat, loseSeat };
}
