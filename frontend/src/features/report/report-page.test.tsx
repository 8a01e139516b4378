import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { ReportOut } from "@/api/generated";
import { Toaster } from "@/components/ui/toast";
import { renderApp } from "@/test/render";
import { answerOf, reportOf } from "@/test/report";

import { ReportPage } from "./report-page";

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly body: unknown;
}

const sent: Sent[] = [];
let links = 0;

function serve(report: ReportOut, failing: (url: string) => boolean = () => false): void {
  vi.stubGlobal("fetch", (url: string, init: RequestInit = {}) => {
    sent.push({ url, method: init.method ?? "GET", body: typeof init.body === "string" ? JSON.parse(init.body) : null });
    if (failing(url)) return Promise.resolve(Response.json({ code: "unavailable", detail: "잠시 뒤 다시 시도해 주세요." }, { status: 400 }));
    if (url.endsWith("/recording-links")) {
      links += 1;
      const link = { turn_id: "turn-1", url: `/recordings/${links}`, mime: "video/webm", has_video: true, duration_s: 9, expires_at: "2026-01-01T00:05:00Z" };
      return Promise.resolve(Response.json([link]));
    }
    return Promise.resolve(Response.json(url.endsWith("/report") ? report : {}));
  });
}

function show() {
  return renderApp(
    <>
      <ReportPage interviewId="interview-1" backLink={null} />
      <Toaster />
    </>,
  );
}

const posted = (end: string) => sent.filter(({ url, method }) => method === "POST" && url.endsWith(end));

beforeEach(() => {
  sent.length = 0;
  links = 0;
  vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue(undefined);
});

describe("report", () => {
  it("tells a dimension without a rating from a score of zero", async () => {
    serve(reportOf());
    show();
    const row = await screen.findByRole("row", { name: /의사소통/ });
    expect(within(row).getByText("평가 없음")).toBeVisible();
    expect(within(row).queryByText("0.0")).not.toBeInTheDocument();
    expect(screen.getByText(/0점이라는 뜻이 아니에요/)).toBeVisible();
  });

  it("shows level, evidence, what was looked for and remarks", async () => {
    serve(reportOf());
    show();
    expect(await screen.findByRole("img", { name: "5단계 중 4단계" })).toBeVisible();
    expect(screen.getByText("추적 기록 200개를 비교했습니다.", { selector: "q" })).toBeVisible();
    expect(screen.getByText("배운 점·변화").closest("li")).toHaveTextContent("없음");
    expect(screen.getByText(/‘저희’로만/)).toBeVisible();
  });

  it("says why there is no level", async () => {
    serve(reportOf({ answers: [answerOf({ status: "not_rated", level: null, not_rated_reason: "no_transcript", quotes: [] })] }));
    show();
    expect(await screen.findByText("글로 옮긴 답변이 없어요")).toBeVisible();
    expect(screen.queryByRole("img", { name: /5단계 중/ })).not.toBeInTheDocument();
  });

  it("plays the recording where a quote was said", async () => {
    serve(reportOf());
    show();
    const video = await screen.findByLabelText<HTMLVideoElement>(/답변 녹화/);
    await userEvent.click(screen.getAllByRole("button", { name: "0:03부터 재생" })[0]!);
    expect(video.currentTime).toBe(3);
  });

  it("renews a recording link that has run out, and asks only after a second failure", async () => {
    serve(reportOf());
    show();
    fireEvent.error(await screen.findByLabelText(/답변 녹화/));
    await waitFor(() => expect(screen.getByLabelText(/답변 녹화/)).toHaveAttribute("src", "/recordings/2"));
    fireEvent.error(screen.getByLabelText(/답변 녹화/));
    expect(await screen.findByText("녹화를 재생하지 못했어요.")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "다시 불러오기" }));
    await waitFor(() => expect(screen.getByLabelText(/답변 녹화/)).toHaveAttribute("src", "/recordings/3"));
  });

  it("keeps the text when recordings cannot be loaded", async () => {
    serve(reportOf(), (url) => url.endsWith("/recording-links"));
    show();
    expect(await screen.findByText(/녹화를 불러오지 못했어요/)).toBeVisible();
    expect(screen.getByText("추적 기록 200개를 비교했습니다.", { selector: "span" })).toBeVisible();
  });
});

const FACE = {
  used_for_scoring: false,
  frames: 300,
  observed_s: 60,
  share_present: 1,
  share_several_faces: 0,
  mean_abs_yaw: 7.6,
  mean_abs_pitch: 4,
  mean_abs_gaze_x: null,
  mean_abs_gaze_y: null,
  engine: null,
};

describe("what the camera showed", () => {
  it("shows angles only where the engine knows them", async () => {
    serve(reportOf({ face_summary: FACE }));
    show();
    expect((await screen.findByText("고개를 돌린 평균 각도")).parentElement).toHaveTextContent("8°");
    expect(screen.queryByText("눈을 돌린 평균 각도")).not.toBeInTheDocument();
    expect(screen.queryByText("표정 추정")).not.toBeInTheDocument();
  });

  it("labels an estimate of an expression as what it is", async () => {
    serve(
      reportOf({
        face_summary: { ...FACE, mean_abs_gaze_x: 3.2, mean_abs_gaze_y: 1 },
        emotion_summary: {
          used_for_scoring: false,
          looks: 40,
          shares: [
            { emotion: "neutral", share: 0.75 },
            { emotion: "happy", share: 0.25 },
          ],
          engine: { capability: "emotion", name: "deepface", version: "1", model: "", quality: "basic" },
        },
      }),
    );
    show();
    expect((await screen.findByText("눈을 돌린 평균 각도")).parentElement).toHaveTextContent("3°");
    const card = screen.getByRole("heading", { name: "표정 추정" }).closest("section")!;
    expect(card).toHaveTextContent("어떤 점수에도 쓰이지 않아요");
    expect(card).toHaveTextContent("추정한 값이라 틀리는 경우가 많아요");
    expect(card).toHaveTextContent("장면 40개");
    expect(within(card).getByText("무표정").parentElement).toHaveTextContent("75%");
    expect(card).toHaveTextContent("deepface");
  });
});

describe("a person's rating", () => {
  it("needs a level and a reason, and is sent with both", async () => {
    serve(reportOf());
    show();
    await userEvent.click(await screen.findByRole("button", { name: "내 평가 남기기" }));
    await userEvent.click(screen.getByRole("button", { name: "평가 저장" }));
    expect(screen.getByText("단계를 골라 주세요.")).toBeVisible();
    expect(posted("/human-ratings")).toHaveLength(0);
    await userEvent.click(screen.getByRole("radio", { name: "3단계" }));
    await userEvent.type(screen.getByRole("textbox", { name: "이유" }), "원인 분석이 구체적입니다.");
    await userEvent.click(screen.getByRole("button", { name: "평가 저장" }));
    await waitFor(() =>
      expect(posted("/human-ratings")[0]?.body).toEqual({ turn_id: "turn-1", level: 3, reason: "원인 분석이 구체적입니다." }),
    );
    expect(await screen.findByText("평가를 저장했어요.")).toBeVisible();
  });
});

describe("the decision", () => {
  it("suggests no outcome and needs a reason", async () => {
    serve(reportOf());
    show();
    await userEvent.click(await screen.findByRole("button", { name: "결정 저장" }));
    expect(screen.getByText("결정을 골라 주세요.")).toBeVisible();
    expect(posted("/decision")).toHaveLength(0);
    await userEvent.click(screen.getByRole("radio", { name: "보류" }));
    await userEvent.type(screen.getByRole("textbox", { name: "결정한 이유" }), "추가 면접이 필요합니다.");
    await userEvent.click(screen.getByRole("button", { name: "결정 저장" }));
    await waitFor(() => expect(posted("/decision")[0]?.body).toEqual({ outcome: "hold", reason: "추가 면접이 필요합니다." }));
  });

  it("can be changed, and keeping it is one press away", async () => {
    serve(reportOf({ decision: { outcome: "advance", reason: "근거가 분명합니다.", decided_by: "서유진", decided_at: "2026-01-02T00:00:00Z" } }));
    show();
    await userEvent.click(await screen.findByRole("button", { name: "결정 바꾸기" }));
    await userEvent.click(screen.getByRole("button", { name: "취소" }));
    expect(screen.getByText("근거가 분명합니다.")).toBeVisible();
    expect(screen.queryByRole("radio", { name: "보류" })).not.toBeInTheDocument();
  });
});

describe("a rating that failed", () => {
  it("can be tried again", async () => {
    serve(reportOf({ state: "evaluation_failed", summary: "", overall: null, created_at: null }));
    show();
    await userEvent.click(await screen.findByRole("button", { name: "평가 다시 시도" }));
    await waitFor(() => expect(posted("/evaluation/retry")).toHaveLength(1));
    expect(screen.getByText("아직 요약이 없어요.")).toBeVisible();
  });
});
