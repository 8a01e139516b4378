import { useCallback, useEffect, useState } from "react";

import { openCamera, stopStream } from "@/lib/media/devices";
import { loadMediaPreferences, saveMediaPreferences } from "@/lib/media/preferences";

import { type Check, failed, IDLE, OK, RUNNING } from "./check";

export function useCameraCheck() {
  const [check, setCheck] = useState<Check>(IDLE);
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [deviceId, setDeviceId] = useState(() => loadMediaPreferences().cameraId);

  const start = useCallback(
    async (wanted: string | null = deviceId) => {
      setCheck(RUNNING);
      const opened = await openCamera(wanted);
      saveMediaPreferences({ camera: opened.ok, cameraId: wanted });
      setDeviceId(wanted);
      setStream(opened.ok ? opened.stream : null);
      setCheck(opened.ok ? OK : failed(opened.problem));
    },
    [deviceId],
  );

  const decline = useCallback(() => {
    saveMediaPreferences({ camera: false });
    setStream(null);
    setCheck(IDLE);
  }, []);

  useEffect(() => () => stopStream(stream), [stream]);

  return { check, stream, deviceId, start, decline };
}
