import { currentLanguage } from "@/lib/language";
import { tabId } from "@/lib/tab-id";

import { API_PREFIX } from "./http";
import { ApiError, networkProblem } from "./problem";
import { bearer, refreshSession } from "./session";

interface UploadOptions {
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

function problemFromText(status: number, text: string): ApiError {
  try {
    const body = JSON.parse(text) as { code?: string; detail?: string };
    return new ApiError(status, body.code ?? `http_${status}`, body.detail ?? "");
  } catch {
    return new ApiError(status, `http_${status}`, "");
  }
}

function send(path: string, form: FormData, { onProgress, signal }: UploadOptions): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${API_PREFIX}${path}`);
    const token = bearer();
    if (token) request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.setRequestHeader("Accept-Language", currentLanguage());
    request.setRequestHeader("X-Tab-Id", tabId());
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress?.(event.loaded / event.total);
    };
    request.onload = () => resolve({ status: request.status, text: request.responseText });
    request.onerror = () => reject(networkProblem());
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(form);
  });
}

/** Upload a form with progress (0-1). XMLHttpRequest, because fetch reports no upload progress. */
export async function upload<T>(path: string, form: FormData, options: UploadOptions = {}): Promise<T> {
  let answer = await send(path, form, options);
  if (answer.status === 401 && (await refreshSession())) answer = await send(path, form, options);
  if (answer.status < 200 || answer.status >= 300) throw problemFromText(answer.status, answer.text);
  return (answer.text === "" ? undefined : JSON.parse(answer.text)) as T;
}
