import { beforeEach, describe, expect, it, vi } from "vitest";

import { recordingType, startRecording } from "./recorder";

class FakeRecorder extends EventTarget {
  static isTypeSupported = (type: string) => type.startsWith("audio/webm");
  static last: FakeRecorder | undefined;
  state = "inactive";
  timeslice = 0;
  constructor() {
    super();
    FakeRecorder.last = this;
  }
  start(timeslice: number): void {
    this.state = "recording";
    this.timeslice = timeslice;
  }
  emit(text: string): void {
    this.dispatchEvent(Object.assign(new Event("dataavailable"), { data: new Blob([text]) }));
  }
  stop(): void {
    this.state = "inactive";
    this.emit("last");
    this.dispatchEvent(new Event("stop"));
  }
}

function audioStream(): MediaStream {
  return { getVideoTracks: () => [] } as unknown as MediaStream;
}

describe("startRecording", () => {
  beforeEach(() => vi.stubGlobal("MediaRecorder", FakeRecorder));

  it("hands over numbered pieces of at most two seconds, one at a time, the last one before stop resolves", async () => {
    const received: string[] = [];
    let busy = 0;
    const recording = startRecording({
      stream: audioStream(),
      onError: () => received.push("error"),
      onChunk: async (seq, bytes) => {
        expect(++busy).toBe(1);
        received.push(`${seq}:${bytes.size}`);
        await Promise.resolve();
        busy -= 1;
      },
    });
    expect(FakeRecorder.last?.timeslice).toBeLessThanOrEqual(2_000);
    FakeRecorder.last?.emit("first");
    FakeRecorder.last?.emit("");
    FakeRecorder.last?.emit("second");
    await recording?.stop();
    expect(received).toEqual(["0:5", "1:6", "2:4"]);
  });

  it("tells of a piece that could not be kept", async () => {
    const onError = vi.fn();
    const recording = startRecording({ stream: audioStream(), onError, onChunk: () => Promise.reject(new Error("full")) });
    await recording?.stop();
    expect(onError).toHaveBeenCalledOnce();
  });

  it("says when the browser cannot record", () => {
    expect(recordingType(true, () => false)).toBeNull();
    expect(recordingType(true, (type) => type === "video/mp4")).toBe("video/mp4");
    expect(recordingType(false, (type) => type.startsWith("audio/webm"))).toBe("audio/webm;codecs=opus");
  });
});
