/** Root mean square of samples in -1…1. */
export function rms(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length);
}

/** Loudness for a meter: 0 at -60 dBFS and below, 1 at -10 dBFS and above. */
export function meterValue(level: number): number {
  if (level <= 0) return 0;
  const decibels = 20 * Math.log10(level);
  return Math.min(1, Math.max(0, (decibels + 60) / 50));
}

export interface LevelMeter {
  stop: () => void;
}

const PERIOD_MS = 100;

/** Measure a stream's loudness ten times a second; works in hidden tabs too, at the rate the browser allows. */
export function startLevelMeter(stream: MediaStream, onLevel: (level: number, atMs: number) => void): LevelMeter {
  const context = new AudioContext();
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  analyser.fftSize = 2048;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    if (context.state === "suspended") void context.resume();
    analyser.getFloatTimeDomainData(samples);
    onLevel(rms(samples), performance.now());
  }, PERIOD_MS);
  return {
    stop: () => {
      clearInterval(timer);
      source.disconnect();
      void context.close();
    },
  };
}
