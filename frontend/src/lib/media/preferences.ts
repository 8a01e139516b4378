/** What the candidate chose at the device check; it holds for this tab. */
export interface MediaPreferences {
  readonly camera: boolean;
  readonly microphone: boolean;
  readonly cameraId: string | null;
  readonly microphoneId: string | null;
}

const KEY = "media-preferences";
const DEFAULT: MediaPreferences = { camera: true, microphone: true, cameraId: null, microphoneId: null };

export function loadMediaPreferences(): MediaPreferences {
  try {
    return { ...DEFAULT, ...(JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as Partial<MediaPreferences>) };
  } catch {
    return DEFAULT;
  }
}

export function saveMediaPreferences(change: Partial<MediaPreferences>): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...loadMediaPreferences(), ...change }));
  } catch {
    // Without storage the defaults hold.
  }
}
