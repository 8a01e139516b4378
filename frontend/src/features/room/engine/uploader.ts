import { ApiError } from "@/api/problem";

import type { RoomStore, StoredChunk } from "./store";

export interface UploadState {
  /** Chunks that are not on the server yet. */
  readonly pending: number;
  /** The last attempt failed and is repeated. */
  readonly failing: boolean;
}

interface UploaderOptions {
  readonly interviewId: string;
  readonly store: RoomStore;
  readonly put: (chunk: StoredChunk) => Promise<unknown>;
  readonly onState: (state: UploadState) => void;
  /** Another tab has the interview: uploading rests until `wake`. */
  readonly onSeatTaken: () => void;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

type Verdict = "stored" | "again" | "refused" | "seat_taken";

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 8_000;

function judge(error: unknown): Verdict {
  if (!(error instanceof ApiError)) return "again";
  if (error.code === "seat_taken") return "seat_taken";
  // The server keeps what it has under that number; nothing is gained by sending again.
  if (error.code === "chunk_conflict") return "stored";
  // Damaged on the way, or signed out for a moment: the chunk itself is good.
  if (error.code === "chunk_hash_mismatch" || error.status === 401) return "again";
  return error.retryable ? "again" : "refused";
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/**
 * Sends stored chunks one after another, oldest first, for as long as it takes. Sending a chunk twice is harmless:
 * the server knows it by turn, part, number and digest.
 */
export class ChunkUploader {
  private running: Promise<void> | null = null;
  private stopped = false;
  private resting = new AbortController();

  constructor(private readonly options: UploaderOptions) {
    window.addEventListener("online", this.wake);
  }

  /** Send what is there now; also ends a pause between attempts. */
  readonly wake = (): void => {
    if (this.stopped) return;
    this.resting.abort();
    this.resting = new AbortController();
    this.running ??= this.run().finally(() => {
      this.running = null;
    });
  };

  /** Resolve when nothing is pending or after `timeoutMs`; true if everything is on the server. */
  async drained(timeoutMs: number): Promise<boolean> {
    const { store, interviewId } = this.options;
    const expired = new AbortController();
    const timeout = waitFor(timeoutMs, expired.signal);
    this.wake();
    await Promise.race([this.running, timeout]);
    expired.abort();
    return (await store.countPending(interviewId)) === 0;
  }

  stop(): void {
    this.stopped = true;
    window.removeEventListener("online", this.wake);
    this.resting.abort();
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopped) {
      const [chunk] = await this.options.store.pending(this.options.interviewId, 1);
      if (!chunk) {
        this.options.onState({ pending: 0, failing: false });
        return;
      }
      const verdict = await this.send(chunk);
      if (verdict === "seat_taken") return;
      if (verdict === "again") {
        await this.report(true);
        await this.pause(failures++);
      } else {
        failures = 0;
        await this.options.store.setUploaded(chunk, 1);
        await this.report(false);
      }
    }
  }

  private async send(chunk: StoredChunk): Promise<Verdict> {
    try {
      await this.options.put(chunk);
      return "stored";
    } catch (error) {
      const verdict = judge(error);
      if (verdict === "seat_taken") this.options.onSeatTaken();
      return verdict;
    }
  }

  private async report(failing: boolean): Promise<void> {
    const pending = await this.options.store.countPending(this.options.interviewId);
    this.options.onState({ pending, failing });
  }

  private pause(failures: number): Promise<void> {
    const wait = this.options.wait ?? waitFor;
    return wait(Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures), this.resting.signal);
  }
}
