import { describe, expect, it } from "vitest";

import { snapshotOf } from "@/test/snapshot";

import { EMPTY_ROOM, heardSilence, isStale, phaseOf, roomReducer, type RoomState } from "./room-state";

const NOW = Date.parse("2026-01-01T00:00:00Z");

function loaded(change: Parameters<typeof snapshotOf>[0] = {}): RoomState {
  return roomReducer(EMPTY_ROOM, { type: "snapshot", snapshot: snapshotOf(change), wanted: EMPTY_ROOM.wanted, nowMs: NOW });
}

describe("roomReducer", () => {
  it("takes the server's snapshot as the truth and its clock as the clock", () => {
    const room = loaded({ server_time: "2026-01-01T00:00:05Z" });
    expect(phaseOf(room.snapshot)).toBe("listening");
    expect(room.clockOffsetMs).toBe(5_000);
    expect(isStale(room)).toBe(false);
  });

  it("ignores a snapshot that a newer one has overtaken", () => {
    const room = loaded({ version: 7, state: "thinking" });
    const late = roomReducer(room, { type: "snapshot", snapshot: snapshotOf({ version: 6 }), wanted: 1, nowMs: NOW });
    expect(late.snapshot?.version).toBe(7);
  });

  it("asks for a new snapshot when an event knows a later version", () => {
    const room = loaded({ version: 3 });
    const event = (version: number) =>
      roomReducer(room, { type: "event", event: { type: "interview.state", version, turn_id: null }, atMs: 0 });
    expect(isStale(event(3))).toBe(false);
    expect(isStale(event(4))).toBe(true);
  });

  it("stays stale when something happens while a snapshot is on its way", () => {
    let room = loaded({ version: 3 });
    room = roomReducer(room, { type: "refresh" });
    const asked = room.wanted;
    room = roomReducer(room, { type: "event", event: { type: "question.asked", turn_id: "next" }, atMs: 0 });
    room = roomReducer(room, { type: "snapshot", snapshot: snapshotOf({ version: 4 }), wanted: asked, nowMs: NOW });
    expect(isStale(room)).toBe(true);
  });

  it("reads the snapshot again after every reconnection", () => {
    const room = roomReducer(loaded(), { type: "link", link: "online" });
    expect(isStale(room)).toBe(true);
  });

  it("asks for a new snapshot when a clip of the question can be heard that it does not hold", () => {
    const room = loaded({ turn: { ...snapshotOf().turn!, speech_urls: ["/a", null] } });
    const ready = (clip: number) =>
      roomReducer(room, { type: "event", event: { type: "question.speech_ready", turn_id: "turn-1", clip }, atMs: 0 });
    expect(isStale(ready(0))).toBe(false);
    expect(isStale(ready(1))).toBe(true);
  });

  it("puts captions in order, once each, and replaces the partial one", () => {
    let room = loaded();
    const final = (index: number, text: string) =>
      roomReducer(room, { type: "event", event: { type: "caption.final", turn_id: "turn-1", index, text }, atMs: 0 });
    room = roomReducer(room, { type: "event", event: { type: "caption.partial", turn_id: "turn-1", text: "안녕" }, atMs: 0 });
    expect(room.partialCaption).toBe("안녕");
    room = final(1, "둘");
    room = final(0, "하나");
    room = final(0, "하나");
    expect(room.snapshot?.turn?.captions.map(({ text }) => text)).toEqual(["하나", "둘"]);
    expect(room.partialCaption).toBe("");
  });

  it("ignores captions of another turn", () => {
    const room = loaded();
    const event = { type: "caption.partial", turn_id: "other", text: "x" } as const;
    expect(roomReducer(room, { type: "event", event, atMs: 0 })).toBe(room);
  });

  it("loses the seat by a command or by the snapshot, and gets it back", () => {
    expect(loaded({ seat: "taken" }).seatLost).toBe(true);
    const lost = roomReducer(loaded({ seat: "mine" }), { type: "seat_lost" });
    expect(lost.seatLost).toBe(true);
    expect(roomReducer(lost, { type: "seat_taken_here" }).seatLost).toBe(false);
  });

  it("forgets what it heard when the turn changes", () => {
    let room = loaded();
    const event = { type: "speech.activity", turn_id: "turn-1", speaking: false, silence_s: 2 } as const;
    room = roomReducer(room, { type: "event", event, atMs: 10_000 });
    expect(heardSilence(room.heard, "turn-1", 11_000)).toBe(3);
    const turn = { ...snapshotOf().turn!, id: "turn-2" };
    room = roomReducer(room, { type: "snapshot", snapshot: snapshotOf({ version: 9, turn }), wanted: 1, nowMs: NOW });
    expect(room.heard).toBeNull();
  });
});
