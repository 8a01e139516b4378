import { createParser } from "eventsource-parser";

import { API_PREFIX, authorizedFetch } from "./http";
import { problemFrom } from "./problem";

export interface StreamEvent {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}

export interface EventStreamOptions {
  /** Path below the API prefix, such as `/interviews/…/events`. */
  readonly path: string;
  /** Id of the last event that is already known, from a snapshot or an earlier stream. */
  readonly lastEventId: string | null;
  readonly onEvent: (event: StreamEvent) => void;
  /** Called on every (re)connection; events before it may be missing, so read the snapshot again on a reconnection. */
  readonly onOpen?: (reconnected: boolean) => void;
  readonly onLost?: () => void;
  /** The stream ended for good: the server refused it with this status. */
  readonly onRefused?: (status: number) => void;
  /** Silence after which a connection counts as dead. The server sends a heartbeat every 15 s. */
  readonly idleTimeoutMs?: number;
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

export interface EventStream {
  close: () => void;
}

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;

/** Delay before the nth attempt (from 0), with up to 30 % of chance so that many browsers do not return at once. */
export function backoffDelay(attempt: number, chance: number = Math.random()): number {
  const whole = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
  return Math.round(whole * (1 - 0.3 * chance));
}

function parseData(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

class Stream implements EventStream {
  private lastEventId: string | null;
  private attempt = 0;
  private opened = false;
  private closed = false;
  private abort = new AbortController();
  private wake: (() => void) | null = null;
  private watchdog: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: EventStreamOptions) {
    this.lastEventId = options.lastEventId;
    window.addEventListener("online", this.hurry);
    void this.run();
  }

  close(): void {
    this.closed = true;
    this.abort.abort();
    clearTimeout(this.watchdog);
    window.removeEventListener("online", this.hurry);
    this.wake?.();
  }

  private readonly hurry = (): void => {
    this.wake?.();
  };

  private async run(): Promise<void> {
    while (!this.closed) {
      const refused = await this.connectOnce().catch(() => null);
      // `closed` may have changed while the connection was open.
      if (this.isClosed()) return;
      if (refused !== null) {
        this.close();
        this.options.onRefused?.(refused);
        return;
      }
      this.options.onLost?.();
      await this.pause(backoffDelay(this.attempt++));
    }
  }

  private isClosed(): boolean {
    return this.closed;
  }

  /** Resolve to the status when the server refused for good, to null when the connection ended. */
  private async connectOnce(): Promise<number | null> {
    this.abort = new AbortController();
    const headers: Record<string, string> = { Accept: "text/event-stream" };
    if (this.lastEventId) headers["Last-Event-ID"] = this.lastEventId;
    this.rearm();
    const fetcher = this.options.fetch ?? authorizedFetch;
    const response = await fetcher(`${API_PREFIX}${this.options.path}`, { headers, signal: this.abort.signal, cache: "no-store" });
    if (!response.ok || !response.body) {
      const problem = await problemFrom(response);
      return problem.retryable ? null : problem.status;
    }
    this.options.onOpen?.(this.opened);
    this.opened = true;
    this.attempt = 0;
    await this.read(response.body);
    return null;
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    const parser = createParser({
      onEvent: (message) => {
        if (message.id) this.lastEventId = message.id;
        const data = parseData(message.data);
        if (data !== null) this.options.onEvent({ id: message.id ?? "", type: message.event ?? "message", data });
      },
    });
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      this.rearm();
      parser.feed(decoder.decode(value, { stream: true }));
    }
  }

  private rearm(): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.abort.abort(), this.options.idleTimeoutMs ?? 40_000);
  }

  private pause(ms: number): Promise<void> {
    clearTimeout(this.watchdog);
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.wake = null;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.wake = done;
    });
  }
}

/** Server-sent events with the bearer token, resumed by Last-Event-ID and reconnected with back-off until closed. */
export function openEventStream(options: EventStreamOptions): EventStream {
  return new Stream(options);
}
