import { useCallback, useEffect, useRef, useState } from "react";

import { meterValue, startLevelMeter } from "@/lib/media/level-meter";

import { followSilence, keepTalking, NO_COUNTDOWN, secondsLeft } from "../engine/countdown";
import { type Heard, heardSilence } from "../engine/room-state";
import { hear, QUIET, silentSeconds } from "../engine/silence";

interface SilenceOptions {
  readonly turnId: string;
  readonly stream: MediaStream | null;
  readonly active: boolean;
  readonly limitS: number;
  /** What the media server hears; the browser's own ears are used while there is no live connection. */
  readonly heard: Heard | null;
  readonly live: boolean;
  readonly onSilent: () => void;
}

const CHECK_MS = 200;

/** Level of the microphone, and the countdown after which a silent answer ends. */
export function useSilenceEnd({ turnId, stream, active, limitS, heard, live, onSilent }: SilenceOptions) {
  const [level, setLevel] = useState(0);
  const [left, setLeft] = useState<number | null>(null);
  const own = useRef(QUIET);
  const countdown = useRef(NO_COUNTDOWN);
  const latest = useRef({ heard, live, onSilent });
  useEffect(() => {
    latest.current = { heard, live, onSilent };
  }, [heard, live, onSilent]);

  useEffect(() => {
    if (!active || !stream) return;
    own.current = QUIET;
    countdown.current = NO_COUNTDOWN;
    const meter = startLevelMeter(stream, (loudness, atMs) => {
      own.current = hear(own.current, loudness, atMs);
      setLevel(meterValue(loudness));
    });
    let done = false;
    const timer = setInterval(() => {
      const now = performance.now();
      const silent = latest.current.live ? heardSilence(latest.current.heard, turnId, now) : silentSeconds(own.current, now);
      countdown.current = followSilence(countdown.current, silent, limitS, now);
      const seconds = secondsLeft(countdown.current, now);
      setLeft(seconds);
      if (seconds === 0 && !done) {
        done = true;
        latest.current.onSilent();
      }
    }, CHECK_MS);
    return () => {
      meter.stop();
      clearInterval(timer);
      setLeft(null);
      setLevel(0);
    };
  }, [active, stream, limitS, turnId]);

  const goOn = useCallback(() => {
    countdown.current = keepTalking(performance.now());
    setLeft(null);
  }, []);

  return { level, countdown: left, goOn };
}
