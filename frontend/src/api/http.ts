import { currentLanguage } from "@/lib/language";
import { tabId } from "@/lib/tab-id";

import { networkProblem, problemFrom } from "./problem";
import { bearer, refreshSession } from "./session";

export const API_PREFIX = "/api/v1";

function withCredentials(init: RequestInit): RequestInit {
  const headers = new Headers(init.headers);
  const token = bearer();
  if (token) headers.set("Authorization", `Bearer ${token}`);
  headers.set("Accept-Language", currentLanguage());
  headers.set("X-Tab-Id", tabId());
  if (!headers.has("Accept")) headers.set("Accept", "application/json");
  return { ...init, headers, credentials: "same-origin" };
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, withCredentials(init));
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw networkProblem();
  }
}

/** Fetch with the session's bearer token. A 401 renews the session and tries once more. The body must be re-usable. */
export async function authorizedFetch(url: string, init: RequestInit = {}): Promise<Response> {
  const hadToken = bearer() !== null;
  const response = await reach(url, init);
  if (response.status !== 401 || !hadToken) return response;
  const renewed = await refreshSession();
  return renewed ? reach(url, init) : response;
}

/** The server's own links carry the prefix already. */
function urlOf(path: string): string {
  return path.startsWith(API_PREFIX) ? path : `${API_PREFIX}${path}`;
}

async function request(method: string, path: string, init: RequestInit = {}): Promise<Response> {
  const response = await authorizedFetch(urlOf(path), { ...init, method });
  if (!response.ok) throw await problemFrom(response);
  return response;
}

function jsonBody(body: unknown): RequestInit {
  if (body === undefined) return {};
  return { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
}

async function parsed<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

export interface Options {
  readonly signal?: AbortSignal;
}

/** JSON over the API. Every failure is an `ApiError`. */
export const http = {
  async get<T>(path: string, options: Options = {}): Promise<T> {
    return parsed<T>(await request("GET", path, options));
  },
  async post<T>(path: string, body?: unknown, options: Options = {}): Promise<T> {
    return parsed<T>(await request("POST", path, { ...options, ...jsonBody(body) }));
  },
  async put<T>(path: string, body?: unknown, options: Options = {}): Promise<T> {
    return parsed<T>(await request("PUT", path, { ...options, ...jsonBody(body) }));
  },
  /** Bytes as they are, such as a recorded chunk. */
  async putBytes<T>(path: string, bytes: Blob, headers: Record<string, string>, options: Options = {}): Promise<T> {
    return parsed<T>(await request("PUT", path, { ...options, body: bytes, headers }));
  },
  async blob(path: string, options: Options = {}): Promise<Blob> {
    return (await request("GET", path, { ...options, headers: { Accept: "*/*" } })).blob();
  },
};
