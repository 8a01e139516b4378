/** Why a camera or microphone could not be opened, as far as a candidate can do something about it. */
export type DeviceProblem = "denied" | "missing" | "busy" | "insecure" | "unknown";

export function deviceProblem(error: unknown): DeviceProblem {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "unknown";
}

const AUDIO: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
const VIDEO: MediaTrackConstraints = {
  width: { ideal: 640 },
  height: { ideal: 480 },
  frameRate: { ideal: 15, max: 24 },
  facingMode: "user",
};

export type Opened = { readonly ok: true; readonly stream: MediaStream } | { readonly ok: false; readonly problem: DeviceProblem };

async function open(constraints: MediaStreamConstraints): Promise<Opened> {
  if (!("mediaDevices" in navigator)) return { ok: false, problem: "insecure" };
  try {
    return { ok: true, stream: await navigator.mediaDevices.getUserMedia(constraints) };
  } catch (error) {
    return { ok: false, problem: deviceProblem(error) };
  }
}

export function openMicrophone(deviceId?: string | null): Promise<Opened> {
  return open({ audio: deviceId ? { ...AUDIO, deviceId: { ideal: deviceId } } : AUDIO });
}

export function openCamera(deviceId?: string | null): Promise<Opened> {
  return open({ video: deviceId ? { ...VIDEO, deviceId: { ideal: deviceId } } : VIDEO });
}

export function stopStream(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

export async function listDevices(kind: MediaDeviceKind): Promise<MediaDeviceInfo[]> {
  if (!("mediaDevices" in navigator)) return [];
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter((device) => device.kind === kind && device.deviceId !== "");
}
