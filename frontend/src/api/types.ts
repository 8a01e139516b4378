import type { Language } from "@/lib/language";

export type Role = "candidate" | "recruiter" | "admin";

export interface User {
  id: string;
  role: Role;
  name: string;
  email: string;
  locale: Language;
}

export interface SessionOut {
  access_token: string;
  expires_in: number;
  user: User;
}

export interface RegisterOut extends SessionOut {
  interview_id: string;
}

export type InvitationState = "invited" | "opened" | "registered" | "started" | "submitted" | "expired" | "revoked";

export interface BilingualText {
  ko: string;
  en: string;
}

export interface InvitationPreview {
  company_name: BilingualText;
  job_title: BilingualText;
  candidate_name: string;
  candidate_email: string;
  state: InvitationState;
  expires_at: string;
  language: Language;
  languages: Language[];
  registered: boolean;
}

export type InterviewState =
  | "created"
  | "planning"
  | "ready"
  | "asking"
  | "answering"
  | "thinking"
  | "evaluating"
  | "evaluation_failed"
  | "reported"
  | "withdrawn"
  | "expired";

export interface InterviewSummary {
  id: string;
  state: InterviewState;
  company_name: string;
  job_title: string;
  language: Language;
  expires_at: string | null;
}

export type ConsentPurpose =
  | "ai_interview"
  | "resume_analysis"
  | "recording"
  | "face_observation"
  | "emotion_observation";

export interface Notice {
  version: string;
  language: Language;
  title: string;
  introduction: string;
  sections: { key: string; title: string; paragraphs: string[] }[];
  purposes: { purpose: ConsentPurpose; title: string; text: string; required: boolean }[];
}

export interface ConsentDecision {
  purpose: ConsentPurpose;
  granted: boolean;
}

export interface Consents {
  complete: boolean;
  current_version: string;
  consents: { purpose: ConsentPurpose; required: boolean; granted: boolean | null }[];
}

export type FactKind = "education" | "experience" | "project" | "skill" | "certificate" | "self_introduction";

export interface ResumeFact {
  kind: FactKind;
  title: string;
  detail: string;
  organization: string;
  start: string;
  end: string;
}

export type ResumeState = "none" | "reading" | "ready" | "failed" | "confirmed" | "skipped";

export interface Resume {
  state: ResumeState;
  error_code: string | null;
  error_text: string | null;
  facts: ResumeFact[];
  hidden_text_found: boolean;
}

export type CheckResult = "ok" | "failed" | "skipped";

export interface DeviceCheck {
  camera: CheckResult;
  microphone: CheckResult;
  speaker: CheckResult;
  connection: CheckResult;
  detail: Record<string, string>;
}

export type EngineQuality = "production" | "basic" | "demo";

export interface Turn {
  id: string;
  index: number;
  state: "asked" | "answering" | "answered";
  text: string;
  section: string;
  source: "bank" | "resume" | "follow_up" | "fallback";
  follow_up: boolean;
  asked_at: string;
  answer_opened_at: string | null;
  answer_limit_s: number;
  speech_url: string | null;
  captions: { index: number; text: string }[];
  uploaded: { part: number; next_seq: number }[];
}

export interface Capability {
  available: boolean;
  engine: string;
  quality: EngineQuality | null;
}

export interface InterviewSnapshot {
  id: string;
  state: InterviewState;
  version: number;
  language: Language;
  job_title: string;
  company_name: string;
  progress: { index: number; total: number };
  turn: Turn | null;
  capabilities: { stt: Capability; tts: Capability; face: Capability };
  consents: Partial<Record<ConsentPurpose, boolean>>;
  settings: {
    silence_s: number;
    think_time_s: number;
    answer_grace_s: number;
    recording: boolean;
    video_required: boolean;
    face_observation: boolean;
    follow_ups_per_question: number;
    chunk_max_bytes: number;
    typed_max_chars: number;
  };
  seat: "free" | "mine" | "taken";
  expires_at: string | null;
  server_time: string;
  last_event_id: string;
}

export interface AnswerEnd {
  mode: "spoken" | "typed";
  reason: "candidate" | "silence" | "time_limit";
  text?: string;
  parts: { part: number; chunks: number }[];
}

export interface AnswerEndOut {
  state: InterviewState;
  version: number;
  missing: { part: number; seqs: number[] }[];
}

export interface MediaToken {
  url: string;
  token: string;
  expires_at: string;
  ice_servers: RTCIceServer[];
}

export interface OwnTranscript {
  interview_id: string;
  state: InterviewState;
  turns: {
    turn_id: string;
    index: number;
    question: string;
    section: string;
    follow_up: boolean;
    mode: "spoken" | "typed" | null;
    transcript_state: "pending" | "ready" | "unavailable" | null;
    pieces: { text: string; start_s: number | null; end_s: number | null }[];
  }[];
}
