import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { renderApp } from "@/test/render";

import { InviteDialog } from "./invite-dialog";

function serve(answer: () => Response): RequestInit[] {
  const sent: RequestInit[] = [];
  vi.stubGlobal("fetch", (_url: string, init: RequestInit = {}) => {
    sent.push(init);
    return Promise.resolve(answer());
  });
  return sent;
}

async function open() {
  renderApp(<InviteDialog jobId="job-1" languages={["ko", "en"]} />);
  await userEvent.click(screen.getByRole("button", { name: "지원자 초대" }));
}

async function fill() {
  await userEvent.type(screen.getByRole("textbox", { name: "지원자 이름" }), "김서연");
  await userEvent.type(screen.getByRole("textbox", { name: "이메일" }), "seoyeon@candidate.example");
  await userEvent.click(screen.getByRole("button", { name: "링크 만들기" }));
}

describe("inviting", () => {
  it("asks for what is missing before anything is sent", async () => {
    const sent = serve(() => Response.json({}));
    await open();
    await userEvent.click(screen.getByRole("button", { name: "링크 만들기" }));
    expect(await screen.findByText("지원자 이름을 입력해 주세요.")).toBeVisible();
    expect(screen.getByText("이메일을 입력해 주세요.")).toBeVisible();
    expect(sent).toHaveLength(0);
  });

  it("shows the link once, with a warning", async () => {
    serve(() => Response.json({ link: "https://interview.example/invite#secret" }));
    await open();
    await fill();
    expect(await screen.findByRole("textbox", { name: "초대 링크" })).toHaveValue("https://interview.example/invite#secret");
    expect(screen.getByText(/지금만 볼 수 있어요/)).toBeVisible();
  });

  it("keeps what was typed when the server refuses it", async () => {
    serve(() => Response.json({ code: "invalid", detail: "이미 초대한 지원자예요." }, { status: 409 }));
    await open();
    await fill();
    expect(await screen.findByText("이미 초대한 지원자예요.")).toBeVisible();
    expect(screen.getByRole("textbox", { name: "지원자 이름" })).toHaveValue("김서연");
  });
});
