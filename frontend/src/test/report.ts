import type { ReportAnswerOut, ReportOut } from "@/api/generated";

/** A rated answer for tests. */
export function answerOf(change: Partial<ReportAnswerOut> = {}): ReportAnswerOut {
  return {
    turn_id: "turn-1",
    index: 1,
    section: "problem_solving",
    question: "장애를 해결한 경험을 말씀해 주세요.",
    source: "bank",
    competency: "문제 해결",
    dimension: "problem_solving",
    status: "rated",
    not_rated_reason: null,
    level: 4,
    anchor_text: "원인을 좁혀 나갔다.",
    spread: 0,
    quotes: [{ text: "추적 기록 200개를 비교했습니다.", turn_id: "turn-1", start_s: 3, end_s: 6 }],
    rationale: "근거가 있습니다.",
    missing: "배운 점",
    observations: [
      { code: "action", present: true, note: "본인이 한 행동을 말했습니다." },
      { code: "reflection", present: false, note: "배운 점" },
      { code: "team_only", present: true, note: "행동이 ‘저희’로만 표현되었습니다." },
    ],
    engine: { capability: "llm", name: "rules", version: "1", model: "", quality: "basic" },
    prompt_version: "rules-1",
    rubric_version: 1,
    transcript: [
      {
        turn_id: "turn-1",
        question: "장애를 해결한 경험을 말씀해 주세요.",
        follow_up: false,
        mode: "spoken",
        transcript_available: true,
        recording_available: true,
        pieces: [{ text: "추적 기록 200개를 비교했습니다.", start_s: 3, end_s: 6 }],
        engine: null,
      },
    ],
    recording_available: true,
    human_ratings: [],
    ...change,
  };
}

/** A finished report for tests. */
export function reportOf(change: Partial<ReportOut> = {}): ReportOut {
  return {
    interview_id: "interview-1",
    candidate: { name: "김서연" },
    job: "백엔드 엔지니어",
    language: "ko",
    created_at: "2026-01-01T00:00:00Z",
    state: "reported",
    summary: "요약입니다.",
    strengths: [],
    improvements: [],
    dimensions: [
      { dimension: "technical", score: null, weight: 0, rated: 0 },
      { dimension: "problem_solving", score: 4, weight: 0.5, rated: 1 },
      { dimension: "communication", score: null, weight: 0.5, rated: 0 },
    ],
    overall: 4,
    answers: [answerOf()],
    engine: null,
    engines: [],
    face_summary: null,
    emotion_summary: null,
    resume: null,
    decision: null,
    ...change,
  };
}
