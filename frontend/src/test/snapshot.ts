import type { InterviewSnapshot } from "@/api/types";

/** A snapshot in the middle of an answer. */
export function snapshotOf(change: Partial<InterviewSnapshot> = {}): InterviewSnapshot {
  return {
    id: "interview-1",
    state: "answering",
    version: 1,
    language: "ko",
    job_title: "고객 성공 매니저",
    company_name: "한빛소프트웨어",
    progress: { index: 1, total: 4 },
    turn: {
      id: "turn-1",
      index: 0,
      state: "answering",
      text: "간단히 자기소개를 부탁드립니다.",
      section: "introduction",
      source: "bank",
      follow_up: false,
      asked_at: "2026-01-01T00:00:00Z",
      answer_opened_at: "2026-01-01T00:00:00Z",
      answer_limit_s: 120,
      speech_urls: [],
      captions: [],
      uploaded: [],
    },
    capabilities: {
      stt: { available: true, engine: "scripted", quality: "demo" },
      tts: { available: false, engine: "none", quality: null },
      face: { available: false, engine: "none", quality: null },
    },
    consents: { ai_interview: true, recording: true },
    settings: {
      silence_s: 4,
      think_time_s: 0,
      answer_grace_s: 15,
      recording: true,
      video_required: false,
      face_observation: false,
      follow_ups_per_question: 1,
      chunk_max_bytes: 4_194_304,
      typed_max_chars: 20_000,
    },
    seat: "mine",
    expires_at: null,
    server_time: "2026-01-01T00:00:00Z",
    last_event_id: "0",
    ...change,
  };
}
