import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { renderApp } from "@/test/render";

import { LoginPage } from "./login-page";

function answer(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status });
}

describe("LoginPage", () => {
  const fetchMock = vi.fn<typeof fetch>();
  beforeEach(() => {
    fetchMock.mockReset();
    vi.stubGlobal("fetch", fetchMock);
  });

  it("says at the field what is missing and sends nothing", async () => {
    renderApp(<LoginPage onSignedIn={vi.fn()} />);
    await userEvent.click(screen.getByRole("button", { name: "로그인" }));
    expect(await screen.findByText("이메일 주소를 입력해 주세요.")).toBeVisible();
    expect(screen.getByLabelText("이메일")).toBeInvalid();
    expect(fetchMock).not.toHaveBeenCalled();
  });

  it("shows the server's sentence when the credentials are wrong", async () => {
    fetchMock.mockResolvedValue(answer({ code: "wrong_credentials", detail: "이메일 또는 비밀번호가 맞지 않습니다." }, 401));
    renderApp(<LoginPage onSignedIn={vi.fn()} />);
    await userEvent.type(screen.getByLabelText("이메일"), "a@example.com");
    await userEvent.type(screen.getByLabelText("비밀번호"), "wrong{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent("이메일 또는 비밀번호가 맞지 않습니다.");
  });

  it("signs in", async () => {
    const user = { id: "u", role: "candidate", name: "지원자", email: "a@example.com", locale: "ko" };
    fetchMock.mockResolvedValue(answer({ access_token: "t", expires_in: 600, user }));
    const onSignedIn = vi.fn();
    renderApp(<LoginPage onSignedIn={onSignedIn} />);
    await userEvent.type(screen.getByLabelText("이메일"), "a@example.com");
    await userEvent.type(screen.getByLabelText("비밀번호"), "right{Enter}");
    await waitFor(() => expect(onSignedIn.mock.calls[0]?.[0]).toEqual(user));
  });
});
