import { useCallback, useEffect, useRef, useState } from "react";

import { http } from "@/api/http";

import { ClipPlayer, type PlayerStatus } from "../engine/clip-player";

export type VoiceStatus = PlayerStatus | "loading";

export interface QuestionVoice {
  readonly status: VoiceStatus;
  readonly play: () => void;
  readonly stop: () => void;
}

/** The spoken question, clip by clip as they come. It begins by itself once, when `auto` allows it. */
export function useQuestionVoice(urls: readonly (string | null)[], auto: boolean): QuestionVoice {
  const [status, setStatus] = useState<PlayerStatus>("none");
  const [ready, setReady] = useState(false);
  const player = useRef<ClipPlayer | null>(null);
  const begun = useRef(false);

  useEffect(() => {
    const made = new ClipPlayer({
      fetchClip: (url, signal) => http.blob(url, { signal }),
      onStatus: setStatus,
      onFirst: () => setReady(true),
    });
    player.current = made;
    return () => {
      made.close();
      player.current = null;
    };
  }, []);

  useEffect(() => player.current?.offer(urls), [urls]);

  const play = useCallback(() => {
    begun.current = true;
    player.current?.start();
  }, []);
  const stop = useCallback(() => player.current?.stop(), []);

  useEffect(() => {
    if (auto && ready && !begun.current) play();
  }, [auto, ready, play]);

  const loading = typeof urls[0] === "string" && !ready && status === "none";
  return { status: loading ? "loading" : status, play, stop };
}
