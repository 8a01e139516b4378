"""The report as recruiters receive it."""

from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime, BaseModel

from backend_core.decisions.schemas import DecisionOut, HumanRatingOut
from interview_contracts.engines import EngineInfo
from interview_contracts.payloads.evaluations import Observation
from interview_contracts.vocabulary import (
    AnswerMode,
    Dimension,
    Emotion,
    HiddenReason,
    InterviewState,
    Language,
    QuestionSource,
    Section,
)


class RatingStatus(StrEnum):
    """What became of the rating of an answer. Only `rated` carries a level; there is no default."""

    PENDING = "pending"
    RATED = "rated"
    NOT_RATED = "not_rated"
    FAILED = "failed"
    NOT_SCORED = "not_scored"


class NotRatedReason(StrEnum):
    """Why an answer has no level."""

    NO_EVIDENCE = "no_evidence"
    NO_TRANSCRIPT = "no_transcript"
    NO_ANSWER = "no_answer"


class ReportCandidateOut(BaseModel):
    """Whom the report is about."""

    name: str


class ReportPointOut(BaseModel):
    """A strength or an improvement, with the turns of the answers that show it."""

    text: str
    quote: str
    answer_ids: list[UUID]


class ReportDimensionOut(BaseModel):
    """A dimension: mean level 1.0-5.0 (None without a rating), share of the weights (0-1), and rated answers."""

    dimension: Dimension
    score: float | None
    weight: float
    rated: int


class ReportQuoteOut(BaseModel):
    """The candidate's own words. Times are seconds in the recording of that turn; None for typed answers."""

    text: str
    turn_id: UUID
    start_s: float | None
    end_s: float | None


class ReportPieceOut(BaseModel):
    """A piece of a transcript with its time in the recording."""

    text: str
    start_s: float | None
    end_s: float | None


class ReportTurnOut(BaseModel):
    """What was asked in one turn and what was answered."""

    turn_id: UUID
    question: str
    follow_up: bool
    mode: AnswerMode | None
    transcript_available: bool
    recording_available: bool
    pieces: list[ReportPieceOut]
    engine: EngineInfo | None


class ReportAnswerOut(BaseModel):
    """A planned question with its follow-ups, the rating with its evidence, and the transcript.

    `turn_id` is the turn of the main question and the id that `answer_ids` of strengths and improvements use.
    `anchor_text` is the highest anchor of the rubric that the level reaches. `spread` is the range of levels over the
    independent draws of the rating. `index` counts from 1.
    """

    turn_id: UUID
    index: int
    section: Section
    question: str
    source: QuestionSource
    competency: str | None
    dimension: Dimension | None
    status: RatingStatus
    not_rated_reason: NotRatedReason | None
    level: int | None
    anchor_text: str | None
    spread: int
    quotes: list[ReportQuoteOut]
    rationale: str
    missing: str
    observations: list[Observation]
    engine: EngineInfo | None
    prompt_version: str
    rubric_version: int | None
    transcript: list[ReportTurnOut]
    recording_available: bool
    human_ratings: list[HumanRatingOut]


class FaceSummaryOut(BaseModel):
    """What the camera showed. Labelled as what it is: never part of any score. Angles are degrees, shares 0-1.

    Yaw and pitch are the head's, `gaze_x` (to the side) and `gaze_y` (up and down) those of the eyes against the head.
    `engine` made the observations (most of them, where it was changed in between).
    """

    used_for_scoring: bool = False
    frames: int
    observed_s: float
    share_present: float
    share_several_faces: float
    mean_abs_yaw: float | None
    mean_abs_pitch: float | None
    mean_abs_gaze_x: float | None
    mean_abs_gaze_y: float | None
    engine: EngineInfo | None


class EmotionShareOut(BaseModel):
    """A name of an emotion and the share of the looks in which it fitted best, 0-1."""

    emotion: Emotion
    share: float


class EmotionSummaryOut(BaseModel):
    """What expressions were taken for: an estimate, often wrong, labelled as what it is: never part of any score.

    `looks` counts the frames that were looked at. `engine` made the estimates (most of them, where it was changed).
    """

    used_for_scoring: bool = False
    looks: int
    shares: list[EmotionShareOut]
    engine: EngineInfo | None


class HiddenTextOut(BaseModel):
    """Where hidden text is (page from 1) and why it cannot be seen."""

    page: int
    reason: HiddenReason


class ReportResumeOut(BaseModel):
    """The résumé that the questions were planned with.

    `hidden_text`: places of text in the file that a reader of the page cannot see. It was not used and has no part in
    any rating; there are harmless reasons for it.
    """

    hidden_text_found: bool
    hidden_text: list[HiddenTextOut]


class ReportOut(BaseModel):
    """The report of one interview. Summary, strengths and improvements are empty until it is written, by `engine`.

    `engines` lists every engine that had a part in résumé, plan, questions, transcripts, ratings,
    words and observations.
    """

    interview_id: UUID
    candidate: ReportCandidateOut
    job: str
    language: Language
    created_at: AwareDatetime | None
    state: InterviewState
    summary: str
    strengths: list[ReportPointOut]
    improvements: list[ReportPointOut]
    dimensions: list[ReportDimensionOut]
    overall: float | None
    answers: list[ReportAnswerOut]
    engine: EngineInfo | None
    engines: list[EngineInfo]
    face_summary: FaceSummaryOut | None
    emotion_summary: EmotionSummaryOut | None
    resume: ReportResumeOut | None
    decision: DecisionOut | None
