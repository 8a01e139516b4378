/** Loudness (root mean square) that counts as speech, above the room's own noise. */
const FLOOR = 0.008;
const ABOVE_NOISE = 3;
/** How fast the noise estimate follows: down at once, up slowly, so that speech does not count as noise. */
const NOISE_RISE = 0.01;
/** Speech must last this long to count, so that a click is not a word. */
const SPEECH_MS = 200;

export interface SilenceState {
  readonly noise: number;
  readonly loudSinceMs: number | null;
  readonly lastSpeechMs: number | null;
}

export const QUIET: SilenceState = { noise: FLOOR, loudSinceMs: null, lastSpeechMs: null };

/** Follow the microphone's loudness. Pure: time comes with the level. */
export function hear(state: SilenceState, level: number, atMs: number): SilenceState {
  const noise = level < state.noise ? level : state.noise + (level - state.noise) * NOISE_RISE;
  const loud = level > Math.max(FLOOR, state.noise * ABOVE_NOISE);
  if (!loud) return { noise, loudSinceMs: null, lastSpeechMs: state.lastSpeechMs };
  const loudSinceMs = state.loudSinceMs ?? atMs;
  return { noise, loudSinceMs, lastSpeechMs: atMs - loudSinceMs >= SPEECH_MS ? atMs : state.lastSpeechMs };
}

/** Seconds since the last speech; null before the first: who has not spoken is thinking, not done. */
export function silentSeconds(state: SilenceState, nowMs: number): number | null {
  return state.lastSpeechMs === null ? null : Math.max(0, (nowMs - state.lastSpeechMs) / 1000);
}
