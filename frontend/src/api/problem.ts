/** An error answer of the server (RFC 9457), or a request that never reached it (`status` 0, `code` "network"). */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    readonly code: string,
    /** The server's sentence for the user, in the language of the request; empty when there is none. */
    readonly detail: string,
    readonly fields: Readonly<Record<string, string>> = {},
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(code);
  }

  /** Whether the same request may succeed later without a change by the user. */
  get retryable(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function readFields(value: unknown): Record<string, string> {
  const entries: [string, string][] = [];
  if (Array.isArray(value)) {
    for (const item of value.map(asRecord)) {
      const name = item.field ?? item.name;
      const text = item.detail ?? item.message;
      if (typeof name === "string" && typeof text === "string") entries.push([name, text]);
    }
  } else {
    for (const [name, text] of Object.entries(asRecord(value))) {
      if (typeof text === "string") entries.push([name, text]);
    }
  }
  return Object.fromEntries(entries);
}

/** Read a problem+json body; any other body becomes a plain status error without text. */
export async function problemFrom(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get("Retry-After"));
  const body = asRecord(await response.json().catch(() => null));
  return new ApiError(
    response.status,
    typeof body.code === "string" ? body.code : `http_${response.status}`,
    typeof body.detail === "string" ? body.detail : "",
    readFields(body.fields),
    Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
  );
}

export function networkProblem(): ApiError {
  return new ApiError(0, "network", "");
}
