import { beforeEach, describe, expect, it, vi } from "vitest";

import { http } from "./http";
import { acceptSession, forgetSession, getSession } from "./session";
import type { SessionOut } from "./types";

const session: SessionOut = {
  access_token: "first",
  expires_in: 600,
  user: { id: "u", role: "candidate", name: "지원자", email: "a@example.com", locale: "ko" },
};

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
}

function header(call: unknown[] | undefined, name: string): string | null {
  return new Headers((call?.[1] as RequestInit).headers).get(name);
}

describe("http", () => {
  const fetchMock = vi.fn<typeof fetch>();

  beforeEach(() => {
    fetchMock.mockReset();
    vi.stubGlobal("fetch", fetchMock);
    acceptSession(session);
  });

  it("sends the bearer token, the language and the tab", async () => {
    fetchMock.mockResolvedValue(json({ ok: true }));
    await http.get("/jobs");
    const call = fetchMock.mock.calls[0];
    expect(call?.[0]).toBe("/api/v1/jobs");
    expect(header(call, "Authorization")).toBe("Bearer first");
    expect(header(call, "Accept-Language")).toMatch(/^(ko|en)$/);
    expect(header(call, "X-Tab-Id")).toBeTruthy();
  });

  it("renews the session once after a 401 and repeats the request", async () => {
    fetchMock
      .mockResolvedValueOnce(json({ code: "unauthorized" }, 401))
      .mockResolvedValueOnce(json({ ...session, access_token: "second" }))
      .mockResolvedValueOnce(json({ ok: true }));
    await expect(http.get("/jobs")).resolves.toEqual({ ok: true });
    expect(fetchMock.mock.calls[1]?.[0]).toBe("/api/v1/auth/refresh");
    expect(header(fetchMock.mock.calls[2], "Authorization")).toBe("Bearer second");
  });

  it("renews only once for requests that fail together", async () => {
    fetchMock.mockImplementation((url, init) => {
      if (url === "/api/v1/auth/refresh") return Promise.resolve(json({ ...session, access_token: "second" }));
      const token = new Headers(init?.headers).get("Authorization");
      return Promise.resolve(token === "Bearer second" ? json({}) : json({}, 401));
    });
    await Promise.all([http.get("/a"), http.get("/b"), http.get("/c")]);
    expect(fetchMock.mock.calls.filter(([url]) => url === "/api/v1/auth/refresh")).toHaveLength(1);
  });

  it("ends the session when it cannot be renewed", async () => {
    fetchMock.mockResolvedValueOnce(json({}, 401)).mockResolvedValueOnce(json({}, 401));
    await expect(http.get("/jobs")).rejects.toMatchObject({ status: 401 });
    expect(getSession().status).toBe("signed_out");
  });

  it("gives the server's sentence and fields", async () => {
    fetchMock.mockResolvedValue(json({ code: "invalid", detail: "확인해 주세요.", fields: { email: "틀렸어요" } }, 422));
    await expect(http.post("/x", {})).rejects.toMatchObject({
      code: "invalid",
      detail: "확인해 주세요.",
      fields: { email: "틀렸어요" },
      retryable: false,
    });
  });

  it("names a request that never arrived", async () => {
    fetchMock.mockRejectedValue(new TypeError("failed"));
    await expect(http.get("/x")).rejects.toMatchObject({ status: 0, code: "network", retryable: true });
    forgetSession();
  });
});
