import { useCallback, useEffect, useMemo, useState } from "react";

import { type DeviceProblem, openCamera, openMicrophone, stopStream } from "@/lib/media/devices";
import { loadMediaPreferences, saveMediaPreferences } from "@/lib/media/preferences";

export interface Media {
  /** False until it is known whether there is a microphone. */
  readonly settled: boolean;
  readonly microphone: MediaStream | null;
  readonly microphoneProblem: DeviceProblem | null;
  readonly camera: MediaStream | null;
  readonly openMicrophoneAgain: () => void;
}

/** Watch for a device that is unplugged or whose permission is taken back. */
function onEnded(stream: MediaStream, gone: () => void): void {
  for (const track of stream.getTracks()) track.addEventListener("ended", gone);
}

/** Open what the candidate chose at the device check, while the room needs it. */
export function useMedia(enabled: boolean, useCamera: boolean): Media {
  const [microphone, setMicrophone] = useState<MediaStream | null>(null);
  const [camera, setCamera] = useState<MediaStream | null>(null);
  const [microphoneProblem, setProblem] = useState<DeviceProblem | null>(null);
  const [settled, setSettled] = useState(false);
  const [round, setRound] = useState(0);

  useEffect(() => {
    if (!enabled) return;
    let ended = false;
    let stream: MediaStream | null = null;
    const preferences = loadMediaPreferences();
    async function open(): Promise<void> {
      if (preferences.microphone) {
        const opened = await openMicrophone(preferences.microphoneId);
        if (ended) {
          if (opened.ok) stopStream(opened.stream);
          return;
        }
        setProblem(opened.ok ? null : opened.problem);
        if (opened.ok) {
          stream = opened.stream;
          setMicrophone(opened.stream);
          onEnded(opened.stream, () => {
            setMicrophone(null);
            setProblem("missing");
          });
        }
      }
      setSettled(true);
    }
    void open();
    return () => {
      ended = true;
      stopStream(stream);
      setMicrophone(null);
      setSettled(false);
    };
  }, [enabled, round]);

  const wantsCamera = enabled && useCamera;
  useEffect(() => {
    const preferences = loadMediaPreferences();
    if (!wantsCamera || !preferences.camera) return;
    let ended = false;
    let stream: MediaStream | null = null;
    void openCamera(preferences.cameraId).then((opened) => {
      if (!opened.ok) return;
      if (ended) {
        stopStream(opened.stream);
        return;
      }
      stream = opened.stream;
      setCamera(opened.stream);
      onEnded(opened.stream, () => setCamera(null));
    });
    return () => {
      ended = true;
      stopStream(stream);
      setCamera(null);
    };
  }, [wantsCamera]);

  const openMicrophoneAgain = useCallback(() => {
    saveMediaPreferences({ microphone: true });
    setProblem(null);
    setRound((value) => value + 1);
  }, []);

  return useMemo(
    () => ({ settled, microphone, microphoneProblem, camera, openMicrophoneAgain }),
    [settled, microphone, microphoneProblem, camera, openMicrophoneAgain],
  );
}

/** One stream of the microphone and, where wanted, the camera. */
export function useJoinedStream(microphone: MediaStream | null, camera: MediaStream | null): MediaStream | null {
  return useMemo(
    () => (microphone ? new MediaStream([...microphone.getAudioTracks(), ...(camera?.getVideoTracks() ?? [])]) : null),
    [microphone, camera],
  );
}
