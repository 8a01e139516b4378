import { useCallback, useState } from "react";

import type { AnswerEnd, InterviewSnapshot, Turn } from "@/api/types";

import { endAnswer, openAnswer } from "../commands";
import type { Phase } from "../engine/room-state";
import type { RoomSession } from "./use-room-session";
import type { Recordings } from "./use-room-store";
import { useRecording } from "./use-recording";
import { useTypedDraft } from "./use-typed-draft";

export type Mode = "spoken" | "typed";

interface AnswerOptions {
  readonly session: RoomSession;
  readonly snapshot: InterviewSnapshot;
  readonly turn: Turn;
  readonly phase: Phase;
  readonly mode: Mode;
  readonly recordings: Recordings | null;
  readonly stream: MediaStream | null;
  readonly mayRecord: boolean;
}

/** Opening, recording, typing and ending the answer to one turn. */
export function useAnswer({ session, snapshot, turn, phase, mode, recordings, stream, mayRecord }: AnswerOptions) {
  const { command } = session;
  const interviewId = snapshot.id;
  const [opening, setOpening] = useState(false);
  const [ending, setEnding] = useState(false);
  const listening = phase === "listening" && !ending;
  const [text, setText] = useTypedDraft(recordings?.store ?? null, interviewId, turn.id);
  const recording = useRecording({
    interviewId,
    turn,
    recordings,
    stream,
    active: listening && mode === "spoken" && mayRecord,
  });

  const open = useCallback(async () => {
    setOpening(true);
    await command(() => openAnswer(interviewId, turn.id).then(() => true));
    setOpening(false);
  }, [command, interviewId, turn.id]);

  const finishRecording = recording.finish;
  const end = useCallback(
    async (reason: AnswerEnd["reason"]) => {
      // The state is shown at once; the server's answer follows.
      setEnding(true);
      const parts = mode === "spoken" ? await finishRecording() : [];
      const body: AnswerEnd = { mode, reason, parts, ...(mode === "typed" ? { text: text.trim() } : {}) };
      const done = await command(() => endAnswer(interviewId, turn.id, body));
      if (done && recordings) {
        for (const { part, seqs } of done.missing) {
          for (const seq of seqs) await recordings.store.setUploaded({ turnId: turn.id, part, seq }, 0);
        }
        recordings.uploader.wake();
      }
      if (!done) setEnding(false);
    },
    [command, interviewId, turn.id, mode, text, recordings, finishRecording],
  );

  return { open, opening, end, ending, listening, text, setText, recordingFailed: recording.failed };
}
