export type WhipState = "connecting" | "connected" | "failed" | "closed";

export interface WhipOptions {
  readonly url: string;
  readonly token: string;
  readonly iceServers: RTCIceServer[];
  readonly stream: MediaStream;
  readonly onState: (state: WhipState) => void;
  /** Time for the connection to stand, from the offer. */
  readonly timeoutMs?: number;
}

const ANALYSIS_FPS = 10;
const ANALYSIS_BITRATE = 250_000;

function gathered(peer: RTCPeerConnection, timeoutMs: number): Promise<void> {
  if (peer.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeoutMs);
    peer.addEventListener("icegatheringstatechange", () => {
      if (peer.iceGatheringState !== "complete") return;
      clearTimeout(timer);
      resolve();
    });
  });
}

async function addTracks(peer: RTCPeerConnection, stream: MediaStream): Promise<void> {
  for (const track of stream.getTracks()) {
    const sender = peer.addTransceiver(track, { direction: "sendonly", streams: [stream] }).sender;
    if (track.kind !== "video") continue;
    const parameters = sender.getParameters();
    // Firefox gives no encodings before the negotiation.
    for (const encoding of parameters.encodings as RTCRtpEncodingParameters[] | undefined ?? []) {
      encoding.maxFramerate = ANALYSIS_FPS;
      encoding.maxBitrate = ANALYSIS_BITRATE;
    }
    await sender.setParameters(parameters).catch(() => undefined);
  }
}

/**
 * One live connection to the media server (WHIP, RFC 9725): the offer is posted with all candidates, the answer comes back.
 * It never throws; what happens is told by `onState`, and after "failed" or "closed" nothing more follows.
 */
export class WhipConnection {
  private readonly peer: RTCPeerConnection;
  private resource: string | null = null;
  private ended = false;
  private readonly abort = new AbortController();
  private readonly timer: ReturnType<typeof setTimeout>;

  constructor(private readonly options: WhipOptions) {
    this.peer = new RTCPeerConnection({ iceServers: options.iceServers, bundlePolicy: "max-bundle" });
    this.peer.addEventListener("connectionstatechange", this.followPeer);
    this.timer = setTimeout(() => this.end("failed"), options.timeoutMs ?? 8_000);
    options.onState("connecting");
    this.connect().catch(() => this.end("failed"));
  }

  close(): void {
    this.end("closed");
  }

  private readonly followPeer = (): void => {
    if (this.peer.connectionState === "connected") {
      clearTimeout(this.timer);
      if (!this.ended) this.options.onState("connected");
    } else if (this.peer.connectionState === "failed" || this.peer.connectionState === "closed") {
      this.end("failed");
    }
  };

  private async connect(): Promise<void> {
    const { url, token, stream } = this.options;
    await addTracks(this.peer, stream);
    await this.peer.setLocalDescription(await this.peer.createOffer());
    await gathered(this.peer, 1_000);
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/sdp", Authorization: `Bearer ${token}` },
      body: this.peer.localDescription?.sdp ?? "",
      credentials: "omit",
      signal: this.abort.signal,
    });
    if (response.status !== 201) throw new Error("refused");
    const location = response.headers.get("Location");
    this.resource = location ? new URL(location, url).href : null;
    const sdp = await response.text();
    if (this.ended) this.release();
    else await this.peer.setRemoteDescription({ type: "answer", sdp });
  }

  private end(state: "failed" | "closed"): void {
    if (this.ended) return;
    this.ended = true;
    clearTimeout(this.timer);
    this.abort.abort();
    this.peer.removeEventListener("connectionstatechange", this.followPeer);
    this.peer.close();
    this.release();
    this.options.onState(state);
  }

  private release(): void {
    if (!this.resource) return;
    const headers = { Authorization: `Bearer ${this.options.token}` };
    void fetch(this.resource, { method: "DELETE", headers, credentials: "omit", keepalive: true }).catch(() => undefined);
    this.resource = null;
  }
}
