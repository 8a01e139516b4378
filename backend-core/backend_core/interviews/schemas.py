"""Requests and responses of the interview room."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from backend_core.interviews.machine.snapshot import TurnState
from backend_core.models.vocabulary import TranscriptState
from interview_contracts.vocabulary import (
    AnswerMode,
    ConsentPurpose,
    EngineQuality,
    InterviewState,
    Language,
    QuestionSource,
    Section,
)

TabId = Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


class Seat(StrEnum):
    """Whose commands count. `mine`: those of the tab that asks."""

    FREE = "free"
    MINE = "mine"
    TAKEN = "taken"


class ProgressOut(BaseModel):
    """The planned question that is being asked (from 1; 0 before the start) and how many there are (0 unplanned)."""

    index: int
    total: int


class CaptionOut(BaseModel):
    """Text of one finished stretch of speech of the turn."""

    index: int
    text: str


class UploadedPartOut(BaseModel):
    """How much of a part of the recording is stored without a gap: the next chunk to send is `next_seq`."""

    part: int
    next_seq: int


class TurnOut(BaseModel):
    """The newest turn. In state `answered` the next question is being looked for.

    `speech_urls` are the clips of the spoken question in the order in which they are played: None for one that is not
    ready yet, none at all where nothing is being spoken.
    """

    id: UUID
    index: int
    state: TurnState
    text: str
    section: Section
    source: QuestionSource
    follow_up: bool
    asked_at: AwareDatetime
    answer_opened_at: AwareDatetime | None
    answer_limit_s: int
    speech_urls: list[str | None]
    captions: list[CaptionOut]
    uploaded: list[UploadedPartOut]


class CapabilityOut(BaseModel):
    """What an engine can do for this interview's language right now."""

    available: bool
    engine: str
    quality: EngineQuality | None


class CapabilitiesOut(BaseModel):
    """Speech to text, text to speech and face observation."""

    stt: CapabilityOut
    tts: CapabilityOut
    face: CapabilityOut


class RoomSettingsOut(BaseModel):
    """The job's settings of the room. Times are in seconds; `think_time_s` 0 means as long as one likes."""

    silence_s: float
    think_time_s: int
    answer_grace_s: float
    recording: bool
    video_required: bool
    face_observation: bool
    follow_ups_per_question: int
    chunk_max_bytes: int
    typed_max_chars: int


class InterviewSnapshot(BaseModel):
    """Everything that the room shows. Reading it and then the events after `last_event_id` misses nothing."""

    id: UUID
    state: InterviewState
    version: int
    language: Language
    job_title: str
    company_name: str
    progress: ProgressOut
    turn: TurnOut | None
    capabilities: CapabilitiesOut
    consents: dict[ConsentPurpose, bool]
    settings: RoomSettingsOut
    seat: Seat
    expires_at: AwareDatetime | None
    server_time: AwareDatetime
    last_event_id: str


class PrepareIn(BaseModel):
    """The language in which the interview is held."""

    language: Language


class SeatIn(BaseModel):
    """The tab that takes the seat from whichever has it."""

    tab_id: TabId


class CommandOut(BaseModel):
    """Where the interview stands after a command."""

    state: InterviewState
    version: int


class MediaTokenOut(BaseModel):
    """Where and how the browser connects its microphone and camera; the token lives for two minutes."""

    url: str
    token: str
    expires_at: AwareDatetime
    ice_servers: list[dict[str, Any]]


class TranscriptPieceOut(BaseModel):
    """A piece of an answer; times are seconds from its start, None for typed text."""

    text: str
    start_s: float | None
    end_s: float | None


class TranscriptTurnOut(BaseModel):
    """A question and what was understood of its answer."""

    turn_id: UUID
    index: int
    question: str
    section: Section
    follow_up: bool
    mode: AnswerMode | None
    transcript_state: TranscriptState | None
    pieces: list[TranscriptPieceOut]


class TranscriptOut(BaseModel):
    """The interview in words, in the order of its turns."""

    interview_id: UUID
    state: InterviewState
    turns: list[TranscriptTurnOut]


class LiveInterviewOut(BaseModel):
    """What a recruiter sees of an interview that goes on."""

    id: UUID
    state: InterviewState
    version: int
    candidate_name: str
    job_title: str
    language: Language
    progress: ProgressOut
    turn: TurnOut | None
    connected: bool
    started_at: AwareDatetime | None
    answered_at: AwareDatetime | None
    turns: list[TranscriptTurnOut]
    server_time: AwareDatetime
    last_event_id: str
