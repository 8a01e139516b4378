import { useCallback, useEffect, useRef, useState } from "react";

import type { Turn } from "@/api/types";

import { sha256 } from "../engine/digest";
import { type Recording, startRecording } from "../engine/recorder";
import { mergeParts, nextPart, type RecordedPart } from "../engine/store";
import type { Recordings } from "./use-room-store";

interface RecordingTarget {
  readonly interviewId: string;
  readonly turn: Turn;
  readonly recordings: Recordings | null;
  readonly stream: MediaStream | null;
  /** The answer is open, spoken, and may be recorded. */
  readonly active: boolean;
}

/** Record the open answer: each stretch (after a reload, a pause or a change of device) is a part of its own. */
export function useRecording({ interviewId, turn, recordings, stream, active }: RecordingTarget) {
  const [failed, setFailed] = useState(false);
  const running = useRef<Promise<Recording | null>>(Promise.resolve(null));
  const latestTurn = useRef(turn);
  useEffect(() => {
    latestTurn.current = turn;
  }, [turn]);

  const turnId = turn.id;
  useEffect(() => {
    if (!active || !recordings || !stream) return;
    const { store, uploader } = recordings;
    let ended = false;
    const begin = async (before: Recording | null): Promise<Recording | null> => {
      // The part before must be stored whole, or its number would be taken again.
      await before?.stop();
      const part = nextPart(await store.parts(turnId), latestTurn.current.uploaded);
      if (ended) return null;
      const recording = startRecording({
        stream,
        onChunk: async (seq, blob, mime) => {
          const bytes = await blob.arrayBuffer();
          const digest = await sha256(bytes);
          await store.addChunk({ interviewId, turnId, part, seq, mime, sha256: digest, bytes, uploaded: 0 });
          uploader.wake();
        },
        onError: () => setFailed(true),
      });
      setFailed(recording === null);
      return recording;
    };
    running.current = running.current.then(begin);
    running.current.catch(() => setFailed(true));
    return () => {
      ended = true;
      void running.current.then((recording) => recording?.stop()).catch(() => undefined);
    };
  }, [active, recordings, stream, interviewId, turnId]);

  /** Stop, wait for the last piece, and say what there is of this turn. */
  const finish = useCallback(async (): Promise<RecordedPart[]> => {
    const recording = await running.current.catch(() => null);
    await recording?.stop();
    if (!recordings) return [];
    return mergeParts(await recordings.store.parts(turnId), latestTurn.current.uploaded);
  }, [recordings, turnId]);

  return { finish, failed };
}
