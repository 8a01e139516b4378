import { screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";

import type { EngineOut } from "@/api/generated";
import { engineOf } from "@/test/engines";
import { renderApp } from "@/test/render";

import { EnginesPage } from "./engines-page";

function show(...engines: EngineOut[]): void {
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json(engines)));
  renderApp(<EnginesPage />);
}

/** The card of a capability. */
async function card(name: string): Promise<HTMLElement> {
  const heading = await screen.findByRole("heading", { name, level: 2 });
  return heading.closest("li")!;
}

describe("engines", () => {
  it("tells where an engine runs, what it takes and how fast it was", async () => {
    show(engineOf());
    const language = await card("질문과 평가");
    expect(language).toHaveTextContent("정상");
    expect(language).toHaveTextContent("llama_cpp 0.3.36");
    expect(language).toHaveTextContent("EXAONE-3.5-7.8B-Instruct Q4_K_M");
    expect(within(language).getByText("실행 장치").nextSibling).toHaveTextContent("cuda:0");
    expect(within(language).getByText("메모리").nextSibling).toHaveTextContent("512MB + GPU 5.1GB");
    expect(within(language).getByText("최근 처리 시간").nextSibling).toHaveTextContent("850ms");
    expect(within(language).getByText("지원 언어").nextSibling).toHaveTextContent("한국어, 영어");
    expect(screen.queryByText("더 나은 엔진을 쓰지 못하고 있어요")).not.toBeInTheDocument();
  });

  it("says on top when a better engine could not be used, and why below", async () => {
    show(
      engineOf({
        name: "rules",
        quality: "basic",
        passed_over: [
          { engine: "openai", reason: "No model server is configured.", code: null, again_at: null },
          {
            engine: "llama_cpp",
            reason: "There is not enough memory for its model.",
            code: "out_of_memory",
            again_at: "2026-01-01T00:01:00Z",
          },
        ],
        last_error: "engine_timeout",
        last_error_at: "2026-01-01T00:00:00Z",
      }),
    );
    const language = await card("질문과 평가");
    expect(screen.getByText(/질문과 평가: 다른 엔진이 대신 맡고 있어요/)).toBeVisible();
    expect(language).toHaveTextContent("대신 동작 중");
    expect(language).toHaveTextContent("메모리가 부족했어요");
    expect(within(language).getByText("There is not enough memory for its model.")).toHaveAttribute("lang", "en");
    expect(language).toHaveTextContent("에 다시 시도해요");
    expect(language).toHaveTextContent("최근 실패: 시간이 너무 오래 걸렸어요");
  });

  it("does not claim that another engine does the work where none does", async () => {
    const broken = { engine: "faster_whisper", reason: "model.bin is damaged.", code: "engine_unavailable", again_at: null } as const;
    show(engineOf({ capability: "stt", name: "none", version: "", model: "", available: false, loaded: false, passed_over: [broken] }));
    const speech = await card("음성 인식");
    expect(speech).toHaveTextContent("동작하지 않음");
    expect(within(speech).getByRole("heading", { name: "쓸 수 없는 엔진" })).toBeVisible();
    expect(screen.getByText(/음성 인식: 지금은 이 일을 맡을 엔진이 없어요/)).toBeVisible();
    expect(screen.queryByText(/다른 엔진이 대신 맡고 있어요/)).not.toBeInTheDocument();
  });

  it("tells of a voice and of looking at faces what concerns them", async () => {
    show(engineOf({ capability: "tts", name: "espeak", quality: "basic" }), engineOf({ capability: "face", name: "mediapipe" }));
    expect(await card("질문 음성")).toHaveTextContent("기계음에 가까워요");
    expect(within(await card("얼굴 관찰")).queryByText("지원 언어")).not.toBeInTheDocument();
  });

  it("is calm about engines that are merely not installed", async () => {
    show(
      engineOf({
        capability: "stt",
        name: "pocketsphinx",
        quality: "demo",
        passed_over: [{ engine: "faster_whisper", reason: "There is no Whisper model.", code: null, again_at: null }],
      }),
    );
    const speech = await card("음성 인식");
    expect(speech).toHaveTextContent("정상");
    expect(speech).toHaveTextContent("시연용");
    expect(speech).toHaveTextContent("결과의 내용은 믿지 마세요");
    expect(screen.queryByText("더 나은 엔진을 쓰지 못하고 있어요")).not.toBeInTheDocument();
  });

  it("shows a silent engine only where no other one lives", async () => {
    show(engineOf(), engineOf({ name: "rules", live: false }), engineOf({ capability: "tts", name: "espeak", live: false }));
    const language = await card("질문과 평가");
    expect(language).not.toHaveTextContent("rules");
    const voice = await card("질문 음성");
    expect(voice).toHaveTextContent("응답 없음");
    expect(within(voice).queryByText("실행 장치")).not.toBeInTheDocument();
    expect(screen.getByText(/질문 음성: 3분 넘게 엔진 소식이 없어요/)).toBeVisible();
  });

  it("has a place for every capability, and tells what is missing or was never reported", async () => {
    show(
      engineOf(),
      engineOf({
        capability: "emotion",
        name: "none",
        version: "",
        model: "",
        available: false,
        loaded: false,
        note: "The package deepface is not installed.",
      }),
    );
    const emotion = await card("표정 추정");
    expect(emotion).toHaveTextContent("사용할 수 없음");
    expect(emotion).toHaveTextContent("deepface");
    expect(await card("얼굴 관찰")).toHaveTextContent("이 일을 맡은 엔진이 보고되지 않았어요");
  });

  it("shows nothing of emotion where the deployment does not allow it", async () => {
    show(engineOf());
    expect(await card("얼굴 관찰")).toBeVisible();
    expect(screen.queryByRole("heading", { name: "표정 추정" })).not.toBeInTheDocument();
  });

  it("waits for the workers where nothing was reported", async () => {
    show();
    expect(await screen.findByText("아직 보고된 엔진이 없어요")).toBeVisible();
  });
});
