import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { renderApp } from "@/test/render";

import { ResumePage } from "./resume-page";

vi.mock("./use-resume-events", () => ({ useResumeEvents: vi.fn() }));

const FAILED = {
  state: "failed",
  file_name: "resume.pdf",
  uploaded_at: null,
  error_code: "pdf_encrypted",
  error_text: "암호가 걸린 PDF입니다.",
  facts: [],
  hidden_text_found: false,
};

describe("ResumePage after a résumé could not be read", () => {
  const fetchMock = vi.fn<typeof fetch>();
  const onDone = vi.fn();
  beforeEach(() => {
    onDone.mockReset();
    fetchMock.mockReset().mockImplementation(() =>
      Promise.resolve(new Response(JSON.stringify(FAILED), { headers: { "Content-Type": "application/json" } })),
    );
    vi.stubGlobal("fetch", fetchMock);
  });

  it("lets the candidate type the facts and go on", async () => {
    const user = userEvent.setup();
    renderApp(<ResumePage interviewId="interview-1" onDone={onDone} />);

    expect(await screen.findByText("암호가 걸린 PDF입니다.")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "직접 입력하기" }));
    expect(screen.getByRole("heading", { level: 1, name: "내용을 직접 입력해 주세요" })).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "기술 추가" }));
    await user.type(screen.getByLabelText("기술 이름"), "PostgreSQL");
    await user.click(screen.getByRole("button", { name: "적용" }));
    await user.click(screen.getByRole("button", { name: "확인하고 계속하기" }));

    await waitFor(() => expect(onDone).toHaveBeenCalled());
    const call = fetchMock.mock.calls.find(([url]) => url === "/api/v1/interviews/interview-1/resume/facts");
    expect(JSON.parse(call?.[1]?.body as string)).toMatchObject({ facts: [{ kind: "skill", title: "PostgreSQL" }] });
  });

  it("leads back to uploading another file", async () => {
    const user = userEvent.setup();
    renderApp(<ResumePage interviewId="interview-1" onDone={onDone} />);

    await user.click(await screen.findByRole("button", { name: "직접 입력하기" }));
    await user.click(screen.getByRole("button", { name: "다른 파일 올리기" }));

    expect(screen.getByRole("button", { name: "파일 선택" })).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "이력서 없이 진행" })).toBeInTheDocument();
  });
});

describe("ResumePage after a résumé in which nothing was found", () => {
  beforeEach(() => {
    const read = { ...FAILED, state: "ready", error_code: null, error_text: null };
    vi.stubGlobal("fetch", () =>
      Promise.resolve(new Response(JSON.stringify(read), { headers: { "Content-Type": "application/json" } })),
    );
  });

  it("says so instead of showing empty lists only", async () => {
    renderApp(<ResumePage interviewId="interview-1" onDone={vi.fn()} />);
    expect(await screen.findByText("이력서에서 항목을 찾지 못했어요")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "확인하고 계속하기" })).toBeEnabled();
  });
});
