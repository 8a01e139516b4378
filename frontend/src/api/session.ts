import { currentLanguage } from "@/lib/language";

import { networkProblem, problemFrom } from "./problem";
import type { SessionOut, User } from "./types";

export type Session =
  | { readonly status: "unknown" }
  | { readonly status: "signed_out" }
  | { readonly status: "signed_in"; readonly user: User };

/** The access token lives in this module's memory only; the refresh token is a cookie that scripts cannot read. */
let accessToken: string | null = null;
let session: Session = { status: "unknown" };
let refreshing: Promise<boolean> | null = null;
const listeners = new Set<() => void>();

function publish(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

export function getSession(): Session {
  return session;
}

export function subscribeSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function bearer(): string | null {
  return accessToken;
}

export function acceptSession(out: SessionOut): void {
  accessToken = out.access_token;
  publish({ status: "signed_in", user: out.user });
}

export function forgetSession(): void {
  accessToken = null;
  publish({ status: "signed_out" });
}

/** Tabs share one rotating refresh cookie, so that only one of them may use it at a time. */
async function exclusively(work: () => Promise<boolean>): Promise<boolean> {
  return "locks" in navigator ? await navigator.locks.request("session-refresh", work) : await work();
}

async function requestRefresh(): Promise<boolean> {
  const response = await fetch("/api/v1/auth/refresh", {
    method: "POST",
    credentials: "same-origin",
    headers: { "Accept-Language": currentLanguage() },
  }).catch(() => {
    throw networkProblem();
  });
  if (response.ok) {
    acceptSession((await response.json()) as SessionOut);
    return true;
  }
  if (response.status >= 500 || response.status === 429) throw await problemFrom(response);
  forgetSession();
  return false;
}

/** Renew the access token by the cookie. False: not signed in. Throws when the server cannot be reached. */
export function refreshSession(): Promise<boolean> {
  refreshing ??= exclusively(requestRefresh).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

/** Find out once, before the first guarded route, whether a session can be continued. */
export async function ensureSession(): Promise<Session> {
  if (session.status === "unknown") await refreshSession();
  return session;
}
