import type { InterviewSnapshot } from "@/api/types";

import type { RoomEvent } from "./events";

export type Link = "connecting" | "online" | "lost";

/** What the server says about speech: since when there is none. Times are of `performance.now()`. */
export interface Heard {
  readonly turnId: string;
  readonly speaking: boolean;
  readonly quietSinceMs: number;
}

export interface RoomState {
  /** The truth. Everything else here is about how it is received. */
  readonly snapshot: InterviewSnapshot | null;
  /** Server time minus the browser's, in milliseconds. */
  readonly clockOffsetMs: number;
  readonly link: Link;
  readonly seatLost: boolean;
  /** Counts what the snapshot may not hold yet; it is stale while this is ahead of `have`. */
  readonly wanted: number;
  /** What `wanted` was when the newest snapshot was asked for. */
  readonly have: number;
  readonly partialCaption: string;
  readonly heard: Heard | null;
}

export const EMPTY_ROOM: RoomState = {
  snapshot: null,
  clockOffsetMs: 0,
  link: "connecting",
  seatLost: false,
  wanted: 1,
  have: 0,
  partialCaption: "",
  heard: null,
};

export type RoomAction =
  | { type: "snapshot"; snapshot: InterviewSnapshot; wanted: number; nowMs: number }
  | { type: "refresh" }
  | { type: "event"; event: RoomEvent; atMs: number }
  | { type: "link"; link: Link }
  | { type: "seat_lost" }
  | { type: "seat_taken_here" };

export type Phase = "loading" | "unprepared" | "preparing" | "ready" | "asking" | "listening" | "thinking" | "finished" | "closed";

const PHASES: Record<InterviewSnapshot["state"], Phase> = {
  created: "unprepared",
  planning: "preparing",
  ready: "ready",
  asking: "asking",
  answering: "listening",
  thinking: "thinking",
  evaluating: "finished",
  evaluation_failed: "finished",
  reported: "finished",
  withdrawn: "closed",
  expired: "closed",
};

export function phaseOf(snapshot: InterviewSnapshot | null): Phase {
  return snapshot ? PHASES[snapshot.state] : "loading";
}

export function roomReducer(state: RoomState, action: RoomAction): RoomState {
  switch (action.type) {
    case "snapshot":
      return takeSnapshot(state, action);
    case "refresh":
      return outdated(state);
    case "event":
      return takeEvent(state, action.event, action.atMs);
    case "link":
      // What was missed while the link was down is read again.
      return action.link === "online" ? outdated({ ...state, link: "online" }) : { ...state, link: action.link };
    case "seat_lost":
      return { ...state, seatLost: true };
    case "seat_taken_here":
      return outdated({ ...state, seatLost: false });
  }
}

function outdated(state: RoomState): RoomState {
  return { ...state, wanted: state.wanted + 1 };
}

export function isStale(state: RoomState): boolean {
  return state.wanted > state.have;
}

interface Arrival {
  readonly snapshot: InterviewSnapshot;
  readonly wanted: number;
  readonly nowMs: number;
}

function takeSnapshot(state: RoomState, { snapshot, wanted, nowMs }: Arrival): RoomState {
  const have = Math.max(state.have, wanted);
  // An answer that was overtaken by a newer one says nothing.
  if (state.snapshot && snapshot.version < state.snapshot.version) return { ...state, have };
  const sameTurn = state.snapshot?.turn?.id === snapshot.turn?.id;
  return {
    ...state,
    snapshot,
    clockOffsetMs: Date.parse(snapshot.server_time) - nowMs,
    have,
    seatLost: snapshot.seat === "taken",
    partialCaption: sameTurn ? state.partialCaption : "",
    heard: sameTurn ? state.heard : null,
  };
}

function takeEvent(state: RoomState, event: RoomEvent, atMs: number): RoomState {
  const { snapshot } = state;
  const turn = snapshot?.turn ?? null;
  switch (event.type) {
    case "interview.state":
      return !snapshot || event.version > snapshot.version ? outdated(state) : state;
    case "question.asked":
      return turn?.id === event.turn_id ? state : outdated(state);
    case "question.speech_ready":
      return turn?.id === event.turn_id && turn.speech_urls[event.clip] ? state : outdated(state);
    case "answer.opened":
    case "answer.closed":
    case "media.changed":
      return state;
    case "caption.partial":
      return turn?.id === event.turn_id ? { ...state, partialCaption: event.text } : state;
    case "caption.final": {
      if (!snapshot || turn?.id !== event.turn_id) return state;
      const others = turn.captions.filter(({ index }) => index !== event.index);
      const captions = [...others, { index: event.index, text: event.text }].sort((a, b) => a.index - b.index);
      return { ...state, partialCaption: "", snapshot: { ...snapshot, turn: { ...turn, captions } } };
    }
    case "speech.activity":
      if (turn?.id !== event.turn_id) return state;
      return {
        ...state,
        heard: { turnId: event.turn_id, speaking: event.speaking, quietSinceMs: atMs - event.silence_s * 1000 },
      };
  }
}

/** Seconds without speech by the media server's ears; null when it has heard nothing of this turn. */
export function heardSilence(heard: Heard | null, turnId: string, nowMs: number): number | null {
  if (heard?.turnId !== turnId) return null;
  return heard.speaking ? 0 : Math.max(0, (nowMs - heard.quietSinceMs) / 1000);
}
