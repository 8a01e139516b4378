import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Consents, Notice } from "@/api/types";
import { renderApp } from "@/test/render";

import { ConsentForm } from "./consent-form";

const notice: Notice = {
  version: "a".repeat(64),
  language: "ko",
  title: "",
  introduction: "",
  sections: [],
  purposes: [
    { purpose: "ai_interview", title: "AI 면접 진행", text: "…", required: true },
    { purpose: "recording", title: "답변 녹음·녹화", text: "…", required: false },
  ],
};

const undecided: Consents = { complete: false, current_version: notice.version, consents: [] };

async function choose(purpose: string, choice: string): Promise<void> {
  await userEvent.click(within(screen.getByRole("radiogroup", { name: purpose })).getByRole("radio", { name: choice }));
}

describe("ConsentForm", () => {
  const fetchMock = vi.fn<typeof fetch>();
  const onDone = vi.fn();
  beforeEach(() => {
    onDone.mockReset();
    fetchMock.mockReset();
    vi.stubGlobal("fetch", fetchMock);
    Element.prototype.scrollIntoView = vi.fn();
    renderApp(<ConsentForm interviewId="i" notice={notice} given={undecided} onDone={onDone} />);
  });

  it("ticks nothing in advance and insists on a decision about each purpose", async () => {
    for (const radio of screen.getAllByRole("radio")) expect(radio).not.toBeChecked();
    await userEvent.click(screen.getByRole("button", { name: "선택 저장하고 계속하기" }));
    expect(screen.getAllByText("동의 여부를 선택해 주세요.")).toHaveLength(2);
    expect(fetchMock).not.toHaveBeenCalled();
  });

  it("does not go on without the required one, and says what to do instead", async () => {
    await choose("AI 면접 진행", "동의하지 않아요");
    await choose("답변 녹음·녹화", "동의해요");
    expect(screen.getByRole("status")).toHaveTextContent("사람이 진행하는 면접");
    expect(screen.getByRole("button", { name: "선택 저장하고 계속하기" })).toBeDisabled();
  });

  it("sends each decision with the version that was read; refusing an optional one does not block", async () => {
    fetchMock.mockResolvedValue(new Response(JSON.stringify({ ...undecided, complete: true })));
    await choose("AI 면접 진행", "동의해요");
    await choose("답변 녹음·녹화", "동의하지 않아요");
    await userEvent.click(screen.getByRole("button", { name: "선택 저장하고 계속하기" }));
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(JSON.parse(fetchMock.mock.calls[0]?.[1]?.body as string)).toEqual({
      version: notice.version,
      language: "ko",
      decisions: [
        { purpose: "ai_interview", granted: true },
        { purpose: "recording", granted: false },
      ],
    });
  });
});
