import { useEffect, useState } from "react";

import { backoffDelay } from "@/api/event-stream";
import { requestMediaToken } from "@/api/media-token";
import { WhipConnection } from "@/lib/media/whip";
import { whipUrl } from "@/lib/media/whip-url";

export type LiveState = "off" | "connecting" | "connected" | "unavailable";

/** After so many failures in a row the interview goes on without the live path; it is tried again now and then. */
const QUICK_ATTEMPTS = 4;
const SLOW_RETRY_MS = 30_000;

/** Keep the live connection (captions, observation) up while there is a stream. It is never needed for an answer. */
export function useLiveConnection(interviewId: string, stream: MediaStream | null): LiveState {
  const [state, setState] = useState<LiveState>("off");
  useEffect(() => {
    if (!stream || !("RTCPeerConnection" in window)) return;
    let ended = false;
    let failures = 0;
    let connection: WhipConnection | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const again = () => {
      if (ended) return;
      failures += 1;
      setState(failures >= QUICK_ATTEMPTS ? "unavailable" : "connecting");
      const delay = failures >= QUICK_ATTEMPTS ? SLOW_RETRY_MS : backoffDelay(failures);
      timer = setTimeout(() => void connect(), delay);
    };
    const connect = async () => {
      try {
        const { url, token, ice_servers } = await requestMediaToken(interviewId);
        if (ended) return;
        connection = new WhipConnection({
          url: whipUrl(url, interviewId),
          token,
          iceServers: ice_servers,
          stream,
          onState: (next) => {
            if (next === "connecting" && failures < QUICK_ATTEMPTS) {
              setState("connecting");
            } else if (next === "connected") {
              failures = 0;
              setState("connected");
            } else if (next === "failed") {
              again();
            }
          },
        });
      } catch {
        again();
      }
    };
    void connect();
    return () => {
      ended = true;
      clearTimeout(timer);
      connection?.close();
      setState("off");
    };
  }, [interviewId, stream]);
  return state;
}
