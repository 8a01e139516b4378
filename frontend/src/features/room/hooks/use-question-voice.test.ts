import { act, renderHook, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { useQuestionVoice } from "./use-question-voice";

const plays: string[] = [];

class FakeAudio extends EventTarget {
  currentTime = 0;
  constructor(readonly url: string) {
    super();
  }
  play(): Promise<void> {
    plays.push(this.url);
    this.dispatchEvent(new Event("playing"));
    return Promise.resolve();
  }
  pause(): void {}
}

describe("useQuestionVoice", () => {
  const fetchMock = vi.fn<typeof fetch>();
  beforeEach(() => {
    plays.length = 0;
    fetchMock.mockReset().mockImplementation(() => Promise.resolve(new Response("wav")));
    vi.stubGlobal("fetch", fetchMock);
    vi.stubGlobal("Audio", FakeAudio);
    let count = 0;
    URL.createObjectURL = () => `blob:${(count += 1)}`;
    URL.revokeObjectURL = () => undefined;
  });

  it("begins by itself once, also when snapshots keep telling of the same clip", async () => {
    const { result, rerender } = renderHook(({ urls }) => useQuestionVoice(urls, true), {
      initialProps: { urls: [null] as (string | null)[] },
    });
    expect(result.current.status).toBe("none");
    rerender({ urls: ["/clip/0"] });
    expect(result.current.status).toBe("loading");
    await waitFor(() => expect(result.current.status).toBe("playing"));
    rerender({ urls: ["/clip/0"] });
    rerender({ urls: ["/clip/0"] });
    expect(plays).toEqual(["blob:1"]);
    expect(fetchMock.mock.calls.map(([url]) => url)).toEqual(["/api/v1/clip/0"]);
    act(() => result.current.play());
    expect(plays).toEqual(["blob:1", "blob:1"]);
  });

  it("keeps silent when the question is not being asked any more", async () => {
    const { result } = renderHook(() => useQuestionVoice(["/clip/0"], false));
    await waitFor(() => expect(result.current.status).toBe("none"));
    expect(plays).toEqual([]);
  });
});
