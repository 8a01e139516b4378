import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Board, BoardRow } from "@/api/generated";
import { renderApp } from "@/test/render";

import { CandidatesPage } from "./candidates-page";

const ROW: BoardRow = {
  interview_id: "interview-1",
  candidate_id: "candidate-1",
  candidate_name: "김서연",
  candidate_email: "seoyeon@candidate.example",
  job_id: "job-1",
  job_title: { ko: "백엔드 엔지니어", en: "Backend engineer" },
  state: "reported",
  language: "ko",
  asked: 9,
  planned: 9,
  created_at: "2026-01-01T00:00:00Z",
  started_at: "2026-01-01T00:00:00Z",
  ended_at: "2026-01-01T01:00:00Z",
  expires_at: null,
  overall: 3.5,
  decision: null,
};

const asked: string[] = [];

function serve(board: (url: string) => Board): void {
  vi.stubGlobal("fetch", (url: string) => {
    if (url.includes("/candidates")) asked.push(url);
    return Promise.resolve(Response.json(url.includes("/candidates") ? board(url) : []));
  });
}

function show(onFilter = vi.fn()) {
  renderApp(
    <CandidatesPage jobId={undefined} stage={undefined} page={1} onFilter={onFilter} renderLink={(id, text) => <a href={`/i/${id}`}>{text}</a>} />,
  );
}

beforeEach(() => {
  asked.length = 0;
});

describe("board", () => {
  it("shows each interview with its state, progress and score", async () => {
    serve(() => ({ items: [ROW], total: 1 }));
    show();
    const row = await screen.findByRole("row", { name: /김서연/ });
    expect(row).toHaveTextContent("보고서 완료");
    expect(row).toHaveTextContent("9 / 9");
    expect(row).toHaveTextContent("3.5");
    expect(screen.getByRole("status")).toHaveTextContent("면접 1건");
  });

  it("tells nobody yet from nobody found, and searches when the typing pauses", async () => {
    serve((url) => (url.includes("q=") ? { items: [], total: 0 } : { items: [ROW], total: 1 }));
    show();
    await screen.findByRole("row", { name: /김서연/ });
    await userEvent.type(screen.getByRole("searchbox", { name: "검색" }), "없는 사람");
    expect(await screen.findByText("조건에 맞는 면접이 없어요")).toBeVisible();
    expect(asked.filter((url) => url.includes("q="))).toHaveLength(1);
    await userEvent.click(screen.getByRole("button", { name: "조건 지우기" }));
    expect(await screen.findByRole("row", { name: /김서연/ })).toBeVisible();
  });

  it("says that there are no interviews yet", async () => {
    serve(() => ({ items: [], total: 0 }));
    show();
    expect(await screen.findByText("아직 면접이 없어요")).toBeVisible();
  });
});
