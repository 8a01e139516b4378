import { useCallback, useEffect, useRef, useState } from "react";

import { http } from "@/api/http";

/** "none": there is nothing to hear (yet). "blocked": the browser wants a press before it plays. */
export type VoiceStatus = "none" | "loading" | "playing" | "blocked" | "ended";

export interface QuestionVoice {
  readonly status: VoiceStatus;
  readonly play: () => void;
  readonly stop: () => void;
}

/** The spoken question. It begins by itself once, when `auto` allows it. */
export function useQuestionVoice(speechUrl: string | null, auto: boolean): QuestionVoice {
  const [status, setStatus] = useState<Exclude<VoiceStatus, "loading">>("none");
  const [ready, setReady] = useState(false);
  const audio = useRef<HTMLAudioElement | null>(null);
  const played = useRef(false);

  const play = useCallback(() => {
    const element = audio.current;
    if (!element) return;
    played.current = true;
    element.currentTime = 0;
    element.play().catch((error: unknown) => {
      setStatus(error instanceof DOMException && error.name === "NotAllowedError" ? "blocked" : "ended");
    });
  }, []);

  const stop = useCallback(() => {
    audio.current?.pause();
    setStatus((current) => (current === "playing" || current === "blocked" ? "ended" : current));
  }, []);

  useEffect(() => {
    if (!speechUrl) return;
    const abort = new AbortController();
    let objectUrl: string | null = null;
    http.blob(speechUrl, { signal: abort.signal }).then(
      (blob) => {
        objectUrl = URL.createObjectURL(blob);
        const element = new Audio(objectUrl);
        element.addEventListener("playing", () => setStatus("playing"));
        element.addEventListener("ended", () => setStatus("ended"));
        element.addEventListener("error", () => setStatus("ended"));
        audio.current = element;
        setReady(true);
      },
      () => {
        if (!abort.signal.aborted) setStatus("ended");
      },
    );
    return () => {
      abort.abort();
      audio.current?.pause();
      audio.current = null;
      setReady(false);
      if (objectUrl) URL.revokeObjectURL(objectUrl);
    };
  }, [speechUrl]);

  useEffect(() => {
    if (auto && ready && !played.current) play();
  }, [auto, ready, play]);

  return { status: speechUrl && !ready && status === "none" ? "loading" : status, play, stop };
}
