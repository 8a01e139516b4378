import type * as generated from "./generated";

/** Names of the generated types as the candidate's side uses them. Regenerate with `npm run generate`. */
export type {
  AnswerEndIn as AnswerEnd,
  AnswerEndOut,
  BilingualText,
  CheckResult,
  ConsentDecision,
  ConsentPurpose,
  ConsentsOut as Consents,
  EngineQuality,
  FactKind,
  InterviewSnapshot,
  InterviewState,
  InvitationPreview,
  NoticeOut as Notice,
  OwnInterviewOut as InterviewSummary,
  RegisteredOut as RegisterOut,
  SessionOut,
  TranscriptOut as OwnTranscript,
  TurnOut as Turn,
  UserOut as User,
  UserRole as Role,
} from "./generated";

/** Every field is there in answers; only requests may leave out those with a default. */
export type ResumeFact = Required<generated.ResumeFact>;

export type Resume = Required<Omit<generated.ResumeOut, "facts">> & { facts: ResumeFact[] };

export type MediaToken = Omit<generated.MediaTokenOut, "ice_servers"> & { ice_servers: RTCIceServer[] };

export interface DeviceCheck {
  camera: generated.CheckResult;
  microphone: generated.CheckResult;
  speaker: generated.CheckResult;
  connection: generated.CheckResult;
  detail: Record<string, string>;
}
