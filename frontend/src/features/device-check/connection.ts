import { http } from "@/api/http";
import { requestMediaToken } from "@/api/media-token";
import { WhipConnection } from "@/lib/media/whip";
import { whipUrl } from "@/lib/media/whip-url";

import { type Check, failed, limited, OK } from "./check";

const SLOW_MS = 800;
const ROUNDS = 3;

/** Median time of a small request, in milliseconds. */
async function roundTrip(): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = performance.now();
    await http.get("/auth/me");
    times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}

async function liveConnects(interviewId: string, stream: MediaStream): Promise<boolean> {
  if (!("RTCPeerConnection" in window)) return false;
  const { url, token, ice_servers } = await requestMediaToken(interviewId);
  return new Promise((resolve) => {
    const connection = new WhipConnection({
      url: whipUrl(url, interviewId),
      token,
      iceServers: ice_servers,
      stream,
      timeoutMs: 6_000,
      onState: (state) => {
        if (state === "connected") {
          resolve(true);
          connection.close();
        } else if (state === "failed" || state === "closed") {
          resolve(false);
        }
      },
    });
  });
}

/** Reach the server, then (with a microphone) the live path. Without the live path the interview works all the same. */
export async function checkConnection(interviewId: string, microphone: MediaStream | null): Promise<Check> {
  let time: number;
  try {
    time = await roundTrip();
  } catch {
    return failed("offline");
  }
  if (microphone && !(await liveConnects(interviewId, microphone).catch(() => false))) return limited("noLive");
  return time > SLOW_MS ? limited("slow") : OK;
}
