import { type DBSchema, type IDBPDatabase, openDB } from "idb";

export interface StoredChunk {
  readonly interviewId: string;
  readonly turnId: string;
  readonly part: number;
  readonly seq: number;
  readonly mime: string;
  readonly sha256: string;
  /** Bytes, not a Blob: some browsers lose stored Blobs. */
  readonly bytes: ArrayBuffer;
  readonly uploaded: 0 | 1;
}

interface Schema extends DBSchema {
  chunks: {
    key: [string, number, number];
    value: StoredChunk;
    indexes: { pending: [string, number]; turn: string; interview: string };
  };
  drafts: { key: string; value: { turnId: string; interviewId: string; text: string }; indexes: { interview: string } };
}

export interface RecordedPart {
  readonly part: number;
  readonly chunks: number;
}

const VERSION = 1;

/** What the browser keeps of running answers, so that a reload or a crash loses at most one chunk. */
export class RoomStore {
  private constructor(private readonly database: IDBPDatabase<Schema>) {}

  static async open(name = "interview-room"): Promise<RoomStore> {
    const database = await openDB<Schema>(name, VERSION, {
      upgrade(db) {
        const chunks = db.createObjectStore("chunks", { keyPath: ["turnId", "part", "seq"] });
        chunks.createIndex("pending", ["interviewId", "uploaded"]);
        chunks.createIndex("turn", "turnId");
        chunks.createIndex("interview", "interviewId");
        const drafts = db.createObjectStore("drafts", { keyPath: "turnId" });
        drafts.createIndex("interview", "interviewId");
      },
    });
    return new RoomStore(database);
  }

  async addChunk(chunk: StoredChunk): Promise<void> {
    await this.database.put("chunks", chunk);
  }

  /** The oldest chunks of an interview that the server does not have, in the order of their recording. */
  async pending(interviewId: string, limit = 20): Promise<StoredChunk[]> {
    return this.database.getAllFromIndex("chunks", "pending", IDBKeyRange.only([interviewId, 0]), limit);
  }

  async countPending(interviewId: string): Promise<number> {
    return this.database.countFromIndex("chunks", "pending", IDBKeyRange.only([interviewId, 0]));
  }

  async setUploaded(chunk: Pick<StoredChunk, "turnId" | "part" | "seq">, uploaded: 0 | 1): Promise<void> {
    const stored = await this.database.get("chunks", [chunk.turnId, chunk.part, chunk.seq]);
    if (stored) await this.database.put("chunks", { ...stored, uploaded });
  }

  /** All parts of a turn that this browser recorded, with the number of their chunks. */
  async parts(turnId: string): Promise<RecordedPart[]> {
    const counts = new Map<number, number>();
    const keys = await this.database.getAllKeysFromIndex("chunks", "turn", turnId);
    for (const [, part, seq] of keys) counts.set(part, Math.max(counts.get(part) ?? 0, seq + 1));
    return [...counts].map(([part, chunks]) => ({ part, chunks })).sort((a, b) => a.part - b.part);
  }

  async forgetTurn(turnId: string): Promise<void> {
    const transaction = this.database.transaction(["chunks", "drafts"], "readwrite");
    const chunks = transaction.objectStore("chunks");
    for (const key of await chunks.index("turn").getAllKeys(turnId)) await chunks.delete(key);
    await transaction.objectStore("drafts").delete(turnId);
    await transaction.done;
  }

  /** Forget what is safely stored elsewhere: everything of the interview but chunks that are not uploaded. */
  async forgetUploaded(interviewId: string): Promise<void> {
    const transaction = this.database.transaction(["chunks", "drafts"], "readwrite");
    const chunks = transaction.objectStore("chunks");
    for (const key of await chunks.index("pending").getAllKeys(IDBKeyRange.only([interviewId, 1]))) await chunks.delete(key);
    const drafts = transaction.objectStore("drafts");
    for (const key of await drafts.index("interview").getAllKeys(interviewId)) await drafts.delete(key);
    await transaction.done;
  }

  async draft(turnId: string): Promise<string> {
    return (await this.database.get("drafts", turnId))?.text ?? "";
  }

  async saveDraft(interviewId: string, turnId: string, text: string): Promise<void> {
    await this.database.put("drafts", { interviewId, turnId, text });
  }

  close(): void {
    this.database.close();
  }
}

/** The number of the next part: behind all parts that this browser or the server knows. */
export function nextPart(local: readonly RecordedPart[], uploaded: readonly { readonly part: number }[]): number {
  return Math.max(-1, ...local.map(({ part }) => part), ...uploaded.map(({ part }) => part)) + 1;
}

/** All parts of a turn with their chunk counts: this browser's own, and those of a browser that was left. */
export function mergeParts(
  local: readonly RecordedPart[],
  uploaded: readonly { readonly part: number; readonly next_seq: number }[],
): RecordedPart[] {
  const chunks = new Map(uploaded.map(({ part, next_seq }) => [part, next_seq]));
  for (const { part, chunks: count } of local) chunks.set(part, Math.max(count, chunks.get(part) ?? 0));
  return [...chunks].map(([part, count]) => ({ part, chunks: count })).sort((a, b) => a.part - b.part);
}
