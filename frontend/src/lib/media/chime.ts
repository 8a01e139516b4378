/** Play two soft tones through the chosen speaker; for the speaker test. Must be called from a press. */
export async function playChime(): Promise<void> {
  const context = new AudioContext();
  // Without an output device it may never start; the person can still say that nothing was heard.
  await Promise.race([context.resume(), pause(1_000)]);
  const begin = context.currentTime + 0.05;
  [523.25, 659.25, 783.99].forEach((frequency, index) => {
    const tone = context.createOscillator();
    const volume = context.createGain();
    const at = begin + index * 0.28;
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.25, at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.55);
  });
  await pause(1_300);
  await context.close();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
