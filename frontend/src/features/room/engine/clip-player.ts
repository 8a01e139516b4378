/** How long the next sentence may be missing before the voice goes on without it. */
export const CLIP_PATIENCE_MS = 2_500;

/** "none": nothing has been heard (yet). "blocked": the browser wants a press before it plays. */
export type PlayerStatus = "none" | "playing" | "blocked" | "ended";

interface ClipPlayerOptions {
  readonly fetchClip: (url: string, signal: AbortSignal) => Promise<Blob>;
  readonly onStatus: (status: PlayerStatus) => void;
  /** The first clip can be played, or never will be. */
  readonly onFirst: () => void;
}

/** Plays the clips of one question in order, each once, while later ones are still being made. */
export class ClipPlayer {
  private readonly options: ClipPlayerOptions;
  private readonly abort = new AbortController();
  private readonly known = new Set<number>();
  /** Null: it cannot be played. */
  private readonly clips = new Map<number, HTMLAudioElement | null>();
  private readonly objectUrls: string[] = [];
  private expected = 0;
  private next = 0;
  private wanted = false;
  private sounding: HTMLAudioElement | null = null;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private status: PlayerStatus = "none";

  constructor(options: ClipPlayerOptions) {
    this.options = options;
  }

  /** Tell which clips there are: null for one that is still being made. A clip that is known is not fetched again. */
  offer(urls: readonly (string | null)[]): void {
    this.expected = Math.max(this.expected, urls.length);
    urls.forEach((url, index) => {
      if (url === null || this.known.has(index)) return;
      this.known.add(index);
      this.options.fetchClip(url, this.abort.signal).then(
        (blob) => this.settle(index, blob),
        () => this.settle(index, null),
      );
    });
    this.goOn();
  }

  /** Play from the beginning. */
  start(): void {
    this.silence();
    this.next = 0;
    this.wanted = true;
    this.goOn();
  }

  stop(): void {
    this.silence();
    if (this.status === "playing" || this.status === "blocked") this.say("ended");
  }

  close(): void {
    this.abort.abort();
    this.silence();
    this.objectUrls.forEach((url) => URL.revokeObjectURL(url));
  }

  private silence(): void {
    const { sounding } = this;
    this.wanted = false;
    this.sounding = null;
    clearTimeout(this.patience);
    sounding?.pause();
  }

  private settle(index: number, blob: Blob | null): void {
    if (this.abort.signal.aborted) return;
    this.clips.set(index, blob && this.audioOf(blob));
    if (index === 0) this.options.onFirst();
    this.goOn();
  }

  private audioOf(blob: Blob): HTMLAudioElement {
    const url = URL.createObjectURL(blob);
    this.objectUrls.push(url);
    const audio = new Audio(url);
    audio.addEventListener("playing", () => {
      if (audio === this.sounding) this.say("playing");
    });
    audio.addEventListener("ended", () => this.over(audio));
    audio.addEventListener("error", () => this.over(audio));
    return audio;
  }

  private over(audio: HTMLAudioElement): void {
    if (audio !== this.sounding) return;
    this.sounding = null;
    this.goOn();
  }

  private goOn(): void {
    if (!this.wanted || this.sounding) return;
    clearTimeout(this.patience);
    while (this.clips.get(this.next) === null) this.next += 1;
    const clip = this.clips.get(this.next);
    if (clip) this.play(clip);
    else if (this.next >= this.expected) this.finish();
    else if (this.clips.size > 0) this.patience = setTimeout(() => this.skip(), CLIP_PATIENCE_MS);
  }

  private play(clip: HTMLAudioElement): void {
    this.next += 1;
    this.sounding = clip;
    clip.currentTime = 0;
    clip.play().catch((error: unknown) => {
      if (clip !== this.sounding) return;
      if (error instanceof DOMException && error.name === "NotAllowedError") {
        this.silence();
        this.say("blocked");
      } else {
        this.over(clip);
      }
    });
  }

  private skip(): void {
    const later = [...this.clips.keys()].filter((index) => index > this.next);
    this.next = Math.min(this.expected, ...later);
    this.goOn();
  }

  private finish(): void {
    this.wanted = false;
    if (this.status !== "none") this.say("ended");
  }

  private say(status: PlayerStatus): void {
    if (status === this.status) return;
    this.status = status;
    this.options.onStatus(status);
  }
}
