const TIMESLICE_MS = 2_000;
const AUDIO_BITS = 48_000;
const VIDEO_BITS = 300_000;

const VIDEO_TYPES = ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"];
const AUDIO_TYPES = ["audio/webm;codecs=opus", "audio/webm", "audio/mp4", "audio/ogg;codecs=opus"];

/** The first container that the browser records and the server accepts. */
export function recordingType(video: boolean, supported: (type: string) => boolean): string | null {
  return (video ? VIDEO_TYPES : AUDIO_TYPES).find(supported) ?? null;
}

export interface Recording {
  readonly mime: string;
  /** Stop and wait until the last piece has been handed over. */
  stop: () => Promise<void>;
}

export interface RecordingOptions {
  readonly stream: MediaStream;
  /** Called in order, one at a time; a piece is handed over when the one before is dealt with. */
  readonly onChunk: (seq: number, bytes: Blob, mime: string) => Promise<void>;
  readonly onError: () => void;
}

/** Record a stream in pieces of at most two seconds. Null where the browser cannot record. */
export function startRecording({ stream, onChunk, onError }: RecordingOptions): Recording | null {
  if (typeof MediaRecorder === "undefined") return null;
  const video = stream.getVideoTracks().length > 0;
  const mime = recordingType(video, (type) => MediaRecorder.isTypeSupported(type));
  if (!mime) return null;
  const recorder = new MediaRecorder(stream, {
    mimeType: mime,
    audioBitsPerSecond: AUDIO_BITS,
    ...(video ? { videoBitsPerSecond: VIDEO_BITS } : {}),
  });
  let seq = 0;
  let handedOver = Promise.resolve();
  recorder.addEventListener("dataavailable", ({ data }) => {
    if (data.size === 0) return;
    const number = seq++;
    handedOver = handedOver.then(() => onChunk(number, data, mime)).catch(onError);
  });
  recorder.addEventListener("error", onError);
  const stopped = new Promise<void>((resolve) => {
    recorder.addEventListener("stop", () => resolve(), { once: true });
  });
  recorder.start(TIMESLICE_MS);
  return {
    mime,
    stop: async () => {
      if (recorder.state !== "inactive") recorder.stop();
      await stopped;
      await handedOver;
    },
  };
}
