import { afterEach, describe, expect, it, vi } from "vitest";

import { backoffDelay, type EventStream, openEventStream } from "./event-stream";

const encoder = new TextEncoder();

/** A response whose body is written by hand. */
function streaming() {
  let control: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      control = controller;
    },
  });
  return {
    response: new Response(body, { headers: { "Content-Type": "text/event-stream" } }),
    write: (text: string) => control?.enqueue(encoder.encode(text)),
    end: () => control?.close(),
  };
}

describe("openEventStream", () => {
  let stream: EventStream | undefined;
  afterEach(() => stream?.close());

  it("gives events with their ids, also when they arrive in pieces", async () => {
    const first = streaming();
    const events: unknown[] = [];
    stream = openEventStream({
      path: "/x",
      lastEventId: null,
      onEvent: ({ id, data }) => events.push([id, data]),
      fetch: () => Promise.resolve(first.response),
    });
    first.write('id: 1-0\ndata: {"type":"a"');
    first.write("}\n\n: heartbeat\n\nid: 2-0\ndata: nonsense\n\n");
    first.write('id: 3-0\ndata: {"type":"b"}\n\n');
    await vi.waitFor(() => expect(events).toEqual([["1-0", { type: "a" }], ["3-0", { type: "b" }]]));
  });

  it("comes back after a loss with the last id it saw", async () => {
    const connections = [streaming(), streaming()];
    const seen: (string | null)[] = [];
    const onOpen = vi.fn();
    const onLost = vi.fn();
    stream = openEventStream({
      path: "/x",
      lastEventId: "0-1",
      onEvent: () => undefined,
      onOpen,
      onLost,
      fetch: (_url, init) => {
        seen.push(new Headers(init.headers).get("Last-Event-ID"));
        return Promise.resolve(connections[seen.length - 1]!.response);
      },
    });
    connections[0]!.write('id: 5-0\ndata: {"type":"a"}\n\n');
    connections[0]!.end();
    await vi.waitFor(() => expect(seen).toEqual(["0-1", "5-0"]));
    await vi.waitFor(() => expect(onOpen.mock.calls).toEqual([[false], [true]]));
    expect(onLost).toHaveBeenCalledOnce();
  });

  it("gives up when the server refuses for good", async () => {
    const onRefused = vi.fn();
    const fetcher = vi.fn(() => Promise.resolve(new Response("{}", { status: 403 })));
    stream = openEventStream({ path: "/x", lastEventId: null, onEvent: () => undefined, onRefused, fetch: fetcher });
    await vi.waitFor(() => expect(onRefused).toHaveBeenCalledWith(403));
    expect(fetcher).toHaveBeenCalledOnce();
  });

  it("waits longer after each failure, up to a limit", () => {
    expect([0, 1, 2, 10].map((attempt) => backoffDelay(attempt, 0))).toEqual([250, 500, 1_000, 5_000]);
    expect(backoffDelay(0, 1)).toBe(175);
  });
});
