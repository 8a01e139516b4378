import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { renderApp } from "@/test/render";
import { snapshotOf } from "@/test/snapshot";

import { EMPTY_ROOM } from "./engine/room-state";
import type { RoomSession } from "./hooks/use-room-session";
import { TurnStage, type TurnStageProps } from "./turn-stage";

const session: RoomSession = {
  room: EMPTY_ROOM,
  problem: null,
  clearProblem: vi.fn(),
  refresh: vi.fn(),
  command: (work) => work(),
  takeSeat: () => Promise.resolve(),
  loseSeat: vi.fn(),
};

function stage(change: Partial<TurnStageProps> = {}) {
  const snapshot = snapshotOf({ server_time: new Date().toISOString() });
  const turn = { ...snapshot.turn!, answer_opened_at: new Date().toISOString() };
  return renderApp(
    <TurnStage
      session={session}
      snapshot={snapshot}
      turn={turn}
      phase="listening"
      mode="typed"
      onModeChange={vi.fn()}
      spokenPossible={false}
      mayRecord={false}
      recordings={null}
      microphone={null}
      recordingStream={null}
      live="off"
      selfView={null}
      {...change}
    />,
  );
}

describe("TurnStage", () => {
  const fetchMock = vi.fn<typeof fetch>();
  beforeEach(() => {
    fetchMock.mockReset().mockImplementation(() => Promise.resolve(new Response('{"missing":[]}')));
    vi.stubGlobal("fetch", fetchMock);
  });

  function bodyOf(path: string): unknown {
    const call = fetchMock.mock.calls.find(([url]) => url === `/api/v1/interviews/interview-1/turns/turn-1/${path}`);
    return call?.[1]?.body ? JSON.parse(call[1].body as string) : undefined;
  }

  it("gives the question the focus, so that it is read first", () => {
    stage();
    expect(screen.getByRole("heading", { level: 1 })).toHaveFocus();
  });

  it("needs no device for a typed answer and ends it by Ctrl+Enter", async () => {
    stage();
    expect(screen.getByRole("button", { name: "답변 마치기" })).toBeDisabled();
    await userEvent.type(screen.getByLabelText("내 답변"), "안녕하세요{Control>}{Enter}{/Control}");
    await waitFor(() => expect(bodyOf("end")).toEqual({ mode: "typed", reason: "candidate", parts: [], text: "안녕하세요" }));
  });

  it("shows at once that it thinks", async () => {
    fetchMock.mockReturnValue(new Promise(() => undefined));
    stage();
    await userEvent.type(screen.getByLabelText("내 답변"), "답");
    await userEvent.click(screen.getByRole("button", { name: "답변 마치기" }));
    expect(screen.getByText("생각 중이에요")).toBeVisible();
  });

  it("writes a space in the field instead of ending the answer", async () => {
    stage();
    await userEvent.type(screen.getByLabelText("내 답변"), "가 나");
    expect(screen.getByLabelText("내 답변")).toHaveValue("가 나");
    expect(bodyOf("end")).toBeUndefined();
  });

  it("opens the answer by the space key while it asks", async () => {
    stage({ phase: "asking" });
    await userEvent.keyboard(" ");
    await waitFor(() => expect(fetchMock.mock.calls.map(([url]) => url)).toContain("/api/v1/interviews/interview-1/turns/turn-1/open"));
  });

  it("warns in words when time runs out, also with the timer hidden", async () => {
    const opened = new Date(Date.now() - 100_000).toISOString();
    stage({ turn: { ...snapshotOf().turn!, answer_opened_at: opened } });
    await userEvent.click(screen.getByRole("button", { name: "남은 시간 숨기기" }));
    expect(screen.queryByRole("timer")).toBeNull();
    expect(screen.getByText("30초 남았어요.")).toBeVisible();
  });
});
