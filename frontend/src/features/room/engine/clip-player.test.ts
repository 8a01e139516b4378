import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { CLIP_PATIENCE_MS, ClipPlayer, type PlayerStatus } from "./clip-player";

/** Sound that plays until the test ends it. */
class FakeAudio extends EventTarget {
  static made: FakeAudio[] = [];
  static refused: DOMException | null = null;
  currentTime = 0;
  plays = 0;
  paused = true;
  constructor(readonly url: string) {
    super();
    FakeAudio.made.push(this);
  }
  play(): Promise<void> {
    if (FakeAudio.refused) return Promise.reject(FakeAudio.refused);
    this.plays += 1;
    this.paused = false;
    this.dispatchEvent(new Event("playing"));
    return Promise.resolve();
  }
  pause(): void {
    this.paused = true;
  }
  end(): void {
    this.paused = true;
    this.dispatchEvent(new Event("ended"));
  }
}

const loads = new Map<string, { resolve: (blob: Blob) => void; reject: (error: Error) => void }>();
const statuses: PlayerStatus[] = [];
const onFirst = vi.fn();

function newPlayer(): ClipPlayer {
  return new ClipPlayer({
    fetchClip: (url) => new Promise((resolve, reject) => loads.set(url, { resolve, reject })),
    onStatus: (status) => statuses.push(status),
    onFirst,
  });
}

async function arrive(...urls: string[]): Promise<void> {
  for (const url of urls) loads.get(url)!.resolve(new Blob([url]));
  await vi.advanceTimersByTimeAsync(0);
}

/** The clips that were played, in the order of their arrival. */
function plays(): number[] {
  return FakeAudio.made.map((audio) => audio.plays);
}

describe("ClipPlayer", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("Audio", FakeAudio);
    let count = 0;
    vi.stubGlobal("URL", { createObjectURL: () => `blob:${(count += 1)}`, revokeObjectURL: vi.fn() });
    FakeAudio.made = [];
    FakeAudio.refused = null;
    loads.clear();
    statuses.length = 0;
    onFirst.mockReset();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("plays the first sentence while the second is still being made, and both once", async () => {
    const player = newPlayer();
    player.offer([null, null]);
    player.start();
    expect(statuses).toEqual([]);
    player.offer(["a", null]);
    await arrive("a");
    expect(plays()).toEqual([1]);
    player.offer(["a", "b"]);
    await arrive("b");
    expect(plays()).toEqual([1, 0]);
    FakeAudio.made[0]!.end();
    expect(plays()).toEqual([1, 1]);
    FakeAudio.made[1]!.end();
    expect(statuses).toEqual(["playing", "ended"]);
  });

  it("neither fetches nor plays again when the same clips are told of again, as after a reconnection", async () => {
    const player = newPlayer();
    player.offer(["a"]);
    player.start();
    await arrive("a");
    loads.clear();
    player.offer(["a"]);
    player.offer([null]);
    player.offer(["a"]);
    FakeAudio.made[0]!.end();
    player.offer(["a"]);
    expect(loads.size).toBe(0);
    expect(plays()).toEqual([1]);
  });

  it("waits for a missing sentence only so long, then goes on with the next", async () => {
    const player = newPlayer();
    player.offer(["a", null, "c"]);
    player.start();
    await arrive("a", "c");
    FakeAudio.made[0]!.end();
    await vi.advanceTimersByTimeAsync(CLIP_PATIENCE_MS - 1);
    expect(plays()).toEqual([1, 0]);
    await vi.advanceTimersByTimeAsync(1);
    expect(plays()).toEqual([1, 1]);
    FakeAudio.made[1]!.end();
    expect(statuses).toEqual(["playing", "ended"]);
  });

  it("ends when the last sentence never comes, and does not begin again when it comes late", async () => {
    const player = newPlayer();
    player.offer(["a", null]);
    player.start();
    await arrive("a");
    FakeAudio.made[0]!.end();
    await vi.advanceTimersByTimeAsync(CLIP_PATIENCE_MS);
    expect(statuses).toEqual(["playing", "ended"]);
    player.offer(["a", "b"]);
    await arrive("b");
    expect(plays()).toEqual([1, 0]);
    player.start();
    FakeAudio.made[0]!.end();
    FakeAudio.made[1]!.end();
    expect(plays()).toEqual([2, 1]);
  });

  it("plays what there is after a press, when the first sentence never comes", async () => {
    const player = newPlayer();
    player.offer([null, "b"]);
    await arrive("b");
    expect(onFirst).not.toHaveBeenCalled();
    player.start();
    expect(plays()).toEqual([0]);
    await vi.advanceTimersByTimeAsync(CLIP_PATIENCE_MS);
    expect(plays()).toEqual([1]);
  });

  it("passes over a clip that cannot be fetched", async () => {
    const player = newPlayer();
    player.offer(["a", "b"]);
    player.start();
    loads.get("a")!.reject(new Error("gone"));
    await arrive("b");
    expect(onFirst).toHaveBeenCalledOnce();
    expect(plays()).toEqual([1]);
  });

  it("says nothing where nothing can be heard: there is still time to read", async () => {
    const player = newPlayer();
    player.offer(["a"]);
    player.start();
    loads.get("a")!.reject(new Error("gone"));
    await vi.advanceTimersByTimeAsync(CLIP_PATIENCE_MS);
    expect(statuses).toEqual([]);
  });

  it("is silent once it is stopped, whatever comes after", async () => {
    const player = newPlayer();
    player.offer(["a", null]);
    player.start();
    await arrive("a");
    player.stop();
    expect(FakeAudio.made[0]!.paused).toBe(true);
    player.offer(["a", "b"]);
    await arrive("b");
    await vi.advanceTimersByTimeAsync(CLIP_PATIENCE_MS);
    expect(plays()).toEqual([1, 0]);
    expect(statuses).toEqual(["playing", "ended"]);
  });

  it("waits for a press where the browser wants one", async () => {
    const player = newPlayer();
    FakeAudio.refused = new DOMException("no", "NotAllowedError");
    player.offer(["a"]);
    player.start();
    await arrive("a");
    expect(statuses).toEqual(["blocked"]);
    FakeAudio.refused = null;
    player.start();
    FakeAudio.made[0]!.end();
    expect(statuses).toEqual(["blocked", "playing", "ended"]);
  });

  it("frees what it holds when it is closed", async () => {
    const player = newPlayer();
    player.offer(["a", "b"]);
    await arrive("a");
    player.close();
    await arrive("b");
    expect(FakeAudio.made).toHaveLength(1);
    expect(URL.revokeObjectURL).toHaveBeenCalledOnce();
  });
});
