import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { InterviewSnapshot } from "@/api/types";
import { renderApp } from "@/test/render";
import { snapshotOf } from "@/test/snapshot";

import { SpeechNotice } from "./speech-notice";

type Stt = InterviewSnapshot["capabilities"]["stt"];

function shown(stt: Stt) {
  const { capabilities } = snapshotOf();
  renderApp(<SpeechNotice snapshot={snapshotOf({ capabilities: { ...capabilities, stt } })} />);
}

describe("SpeechNotice", () => {
  it("says nothing about an engine of production quality", () => {
    shown({ available: true, engine: "faster_whisper", quality: "production" });
    expect(screen.queryByText(/음성 인식/)).toBeNull();
  });

  it.each([
    ["demo", "음성 인식이 시범 수준이에요"],
    ["basic", "음성 인식이 가끔 틀릴 수 있어요"],
  ] as const)("says what to expect of one of %s quality", async (quality, title) => {
    shown({ available: true, engine: "some", quality });
    expect(await screen.findByText(title)).toBeVisible();
    expect(screen.getByText(/글로 답해 주세요/)).toBeVisible();
  });

  it("advises typing where no engine knows the language", async () => {
    shown({ available: false, engine: "", quality: null });
    expect(await screen.findByText("지금은 한국어 음성을 글로 옮길 수 없어요")).toBeVisible();
  });
});
