import { useEffect, useState } from "react";

import type { InterviewSnapshot, Turn } from "@/api/types";

import type { VoiceStatus } from "./use-question-voice";

/** A pause between the last word of the question and the open microphone. */
const BREATH_MS = 400;
/** How long a question that is still being spoken into a file is waited for. */
const SPEECH_PATIENCE_MS = 2_500;
const READING_BASE_MS = 2_000;
const READING_PER_LETTER_MS = 60;
const READING_LONGEST_MS = 8_000;

interface AskingOptions {
  readonly active: boolean;
  readonly turn: Turn;
  readonly snapshot: InterviewSnapshot;
  readonly voice: VoiceStatus;
  readonly onOpen: () => void;
}

/** Time to hear or read a question that has no sound. */
export function readingMs(text: string, speechExpected: boolean): number {
  const reading = Math.min(READING_LONGEST_MS, READING_BASE_MS + READING_PER_LETTER_MS * text.length);
  return speechExpected ? Math.max(SPEECH_PATIENCE_MS, reading) : reading;
}

/**
 * Open the answer when the question has been asked and the job's time to think is over.
 * Returns when the time to think ends (`Date.now()`), while it runs.
 */
export function useAsking({ active, turn, snapshot, voice, onOpen }: AskingOptions): number | null {
  const [thinkUntil, setThinkUntil] = useState<number | null>(null);
  const thinkMs = snapshot.settings.think_time_s * 1000;
  const speechExpected = snapshot.capabilities.tts.available;
  useEffect(() => {
    if (!active || voice === "loading" || voice === "playing" || voice === "blocked") return;
    const asked = voice === "ended" ? BREATH_MS : readingMs(turn.text, speechExpected);
    const timers = [
      setTimeout(() => {
        if (thinkMs > 0) setThinkUntil(Date.now() + thinkMs);
      }, asked),
      setTimeout(onOpen, asked + thinkMs),
    ];
    return () => {
      timers.forEach(clearTimeout);
      setThinkUntil(null);
    };
  }, [active, voice, turn.text, speechExpected, thinkMs, onOpen]);
  return thinkUntil;
}
