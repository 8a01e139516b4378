import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ApiError } from "@/api/problem";

import { RoomStore, type StoredChunk } from "./store";
import { ChunkUploader, type UploadState } from "./uploader";

function chunk(seq: number): StoredChunk {
  return {
    interviewId: "i",
    turnId: "t",
    part: 0,
    seq,
    mime: "audio/webm",
    sha256: "0",
    bytes: new ArrayBuffer(4),
    uploaded: 0,
  };
}

describe("ChunkUploader", () => {
  let store: RoomStore;
  let uploader: ChunkUploader | undefined;
  const put = vi.fn<(chunk: StoredChunk) => Promise<unknown>>();
  const onState = vi.fn<(state: UploadState) => void>();
  const onSeatTaken = vi.fn();

  function start(wait?: (ms: number) => Promise<void>): ChunkUploader {
    uploader = new ChunkUploader({ interviewId: "i", store, put, onState, onSeatTaken, ...(wait ? { wait } : {}) });
    return uploader;
  }

  beforeEach(async () => {
    store = await RoomStore.open(`test-${crypto.randomUUID()}`);
    put.mockReset().mockResolvedValue({});
    onState.mockReset();
    onSeatTaken.mockReset();
  });
  afterEach(() => {
    uploader?.stop();
    store.close();
  });

  it("sends what an earlier page left behind, in order", async () => {
    for (const seq of [0, 1, 2]) await store.addChunk(chunk(seq));
    expect(await start().drained(5_000)).toBe(true);
    expect(put.mock.calls.map(([{ seq }]) => seq)).toEqual([0, 1, 2]);
    expect(onState).toHaveBeenLastCalledWith({ pending: 0, failing: false });
  });

  it("repeats with growing pauses until the server is back, and skips nothing", async () => {
    const pauses: number[] = [];
    put
      .mockRejectedValueOnce(new ApiError(0, "network", ""))
      .mockRejectedValueOnce(new ApiError(503, "unavailable", ""))
      .mockRejectedValueOnce(new ApiError(422, "chunk_hash_mismatch", ""));
    await store.addChunk(chunk(0));
    await store.addChunk(chunk(1));
    const done = await start((ms) => {
      pauses.push(ms);
      return Promise.resolve();
    }).drained(5_000);
    expect(done).toBe(true);
    expect(put.mock.calls.map(([{ seq }]) => seq)).toEqual([0, 0, 0, 0, 1]);
    expect(pauses).toEqual([500, 1000, 2000]);
  });

  it("says while it fails that it fails", async () => {
    put.mockRejectedValueOnce(new ApiError(0, "network", ""));
    await store.addChunk(chunk(0));
    await start(() => Promise.resolve()).drained(5_000);
    expect(onState).toHaveBeenCalledWith({ pending: 1, failing: true });
  });

  it("takes a conflict as stored: the server keeps what it has", async () => {
    put.mockRejectedValueOnce(new ApiError(409, "chunk_conflict", ""));
    await store.addChunk(chunk(0));
    expect(await start().drained(5_000)).toBe(true);
    expect(put).toHaveBeenCalledTimes(1);
  });

  it("does not repeat what is refused for good", async () => {
    put.mockRejectedValueOnce(new ApiError(413, "answer_too_large", ""));
    await store.addChunk(chunk(0));
    await store.addChunk(chunk(1));
    expect(await start().drained(5_000)).toBe(true);
    expect(put).toHaveBeenCalledTimes(2);
  });

  it("rests when another tab has the seat, and keeps the chunks", async () => {
    put.mockRejectedValueOnce(new ApiError(409, "seat_taken", ""));
    await store.addChunk(chunk(0));
    expect(await start().drained(5_000)).toBe(false);
    expect(onSeatTaken).toHaveBeenCalledOnce();
    expect(await store.countPending("i")).toBe(1);
  });
});
