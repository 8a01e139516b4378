import { useCallback, useEffect, useRef, useState } from "react";

import { openMicrophone, stopStream } from "@/lib/media/devices";
import { meterValue, startLevelMeter } from "@/lib/media/level-meter";
import { loadMediaPreferences, saveMediaPreferences } from "@/lib/media/preferences";

import { type Check, failed, IDLE, OK, RUNNING } from "./check";

/** Loudness (meter value) that counts as speech, and how long it must last. */
const SPEECH_AT = 0.35;
const SPEECH_MS = 600;
const SILENT_AFTER_MS = 12_000;
const PERIOD_MS = 100;

export function useMicrophoneCheck() {
  const [check, setCheck] = useState<Check>(IDLE);
  const [level, setLevel] = useState(0);
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [deviceId, setDeviceId] = useState(() => loadMediaPreferences().microphoneId);
  const heard = useRef(0);

  const start = useCallback(
    async (wanted: string | null = deviceId) => {
      setCheck(RUNNING);
      heard.current = 0;
      const opened = await openMicrophone(wanted);
      saveMediaPreferences({ microphone: opened.ok, microphoneId: wanted });
      setDeviceId(wanted);
      setStream(opened.ok ? opened.stream : null);
      if (!opened.ok) setCheck(failed(opened.problem));
    },
    [deviceId],
  );

  useEffect(() => {
    if (!stream) return;
    const begun = performance.now();
    const meter = startLevelMeter(stream, (loudness, at) => {
      const value = meterValue(loudness);
      setLevel(value);
      if (value >= SPEECH_AT) heard.current += PERIOD_MS;
      if (heard.current >= SPEECH_MS) setCheck(OK);
      else if (at - begun > SILENT_AFTER_MS) setCheck(failed("silent"));
    });
    return () => {
      meter.stop();
      stopStream(stream);
    };
  }, [stream]);

  return { check, level, stream, deviceId, start };
}
