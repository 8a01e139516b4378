import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { mergeParts, nextPart, RoomStore, type StoredChunk } from "./store";

function chunk(change: Partial<StoredChunk> = {}): StoredChunk {
  return {
    interviewId: "i",
    turnId: "t",
    part: 0,
    seq: 0,
    mime: "audio/webm",
    sha256: "0",
    bytes: new ArrayBuffer(4),
    uploaded: 0,
    ...change,
  };
}

describe("RoomStore", () => {
  let store: RoomStore;
  beforeEach(async () => {
    store = await RoomStore.open(`test-${crypto.randomUUID()}`);
  });
  afterEach(() => store.close());

  it("gives pending chunks back in the order of their recording, across a reopening", async () => {
    for (const [part, seq] of [[1, 0], [0, 1], [0, 0]] as const) await store.addChunk(chunk({ part, seq }));
    await store.addChunk(chunk({ interviewId: "other", turnId: "u" }));
    const pending = await store.pending("i");
    expect(pending.map(({ part, seq }) => [part, seq])).toEqual([[0, 0], [0, 1], [1, 0]]);
  });

  it("keeps uploaded chunks until they are forgotten, so that they can be sent again", async () => {
    await store.addChunk(chunk());
    await store.setUploaded(chunk(), 1);
    expect(await store.countPending("i")).toBe(0);
    expect(await store.parts("t")).toEqual([{ part: 0, chunks: 1 }]);
    await store.setUploaded(chunk(), 0);
    expect(await store.countPending("i")).toBe(1);
  });

  it("never forgets a chunk that is not uploaded", async () => {
    await store.addChunk(chunk({ seq: 0, uploaded: 1 }));
    await store.addChunk(chunk({ seq: 1 }));
    await store.saveDraft("i", "t", "초안");
    await store.forgetUploaded("i");
    expect((await store.pending("i")).map(({ seq }) => seq)).toEqual([1]);
    expect(await store.draft("t")).toBe("");
  });

  it("keeps a typed draft", async () => {
    await store.saveDraft("i", "t", "쓰던 답변");
    expect(await store.draft("t")).toBe("쓰던 답변");
    await store.forgetTurn("t");
    expect(await store.draft("t")).toBe("");
  });
});

describe("parts", () => {
  it("numbers a new part behind all that browser and server know", () => {
    expect(nextPart([], [])).toBe(0);
    expect(nextPart([{ part: 0, chunks: 3 }], [])).toBe(1);
    expect(nextPart([{ part: 0, chunks: 3 }], [{ part: 2 }])).toBe(3);
  });

  it("joins this browser's parts with those of a browser that was left", () => {
    expect(mergeParts([{ part: 1, chunks: 4 }], [{ part: 0, next_seq: 7 }, { part: 1, next_seq: 2 }])).toEqual([
      { part: 0, chunks: 7 },
      { part: 1, chunks: 4 },
    ]);
  });
});
