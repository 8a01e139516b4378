"""What the machine knows of an interview. Values are immutable and hold no text of a candidate."""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID, uuid5

from interview_contracts.vocabulary import (
    AnswerEndReason,
    AnswerMode,
    FollowUpIntent,
    InterviewState,
    Language,
    QuestionSource,
    Section,
)

CLOSED_STATES = frozenset({InterviewState.REPORTED, InterviewState.WITHDRAWN, InterviewState.EXPIRED})
"""An interview that has reached one of these never leaves it."""

LIVE_STATES = frozenset({InterviewState.ASKING, InterviewState.ANSWERING, InterviewState.THINKING})
"""The candidate is in the room."""

OPEN_STATES = frozenset({InterviewState.ASKING, InterviewState.ANSWERING})
"""The newest turn waits for its answer."""

WITHOUT_FOLLOW_UP = frozenset({Section.INTRODUCTION, Section.CLOSING})
"""Sections whose answers are never followed up."""


class TurnState(StrEnum):
    """Where a turn stands. A turn only ever goes forward through these."""

    ASKED = "asked"
    ANSWERING = "answering"
    ANSWERED = "answered"


class Transcript(StrEnum):
    """Where the transcript of an answered turn stands."""

    PENDING = "pending"
    READY = "ready"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the plan. `key` is unique within the plan."""

    key: str
    section: Section
    source: QuestionSource
    text: str
    answer_limit_s: int = 180
    scored: bool = True
    competency_id: UUID | None = None
    bank_question_id: UUID | None = None
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpQuestion:
    """A generated follow-up. `trigger` is the part of the answer that it takes up."""

    text: str
    intent: FollowUpIntent
    trigger: str = ""
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question as it was asked. `planned` is the position of the planned question that it is or follows up."""

    id: UUID
    index: int
    planned: int
    text: str
    source: QuestionSource
    answer_limit_s: int
    follow_up: FollowUpQuestion | None = None
    state: TurnState = TurnState.ASKED
    mode: AnswerMode | None = None
    end_reason: AnswerEndReason | None = None
    transcript: Transcript = Transcript.PENDING


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """An interview at one moment. `version` grows by one with every change."""

    interview_id: UUID
    state: InterviewState = InterviewState.CREATED
    version: int = 0
    language: Language = Language.KO
    follow_ups_per_question: int = 1
    plan: tuple[Question, ...] = ()
    turns: tuple[Turn, ...] = ()

    @property
    def current(self) -> Turn | None:
        """The newest turn, open or answered."""
        return self.turns[-1] if self.turns else None

    @property
    def open_turn(self) -> Turn | None:
        """The turn that waits for an answer or is being answered."""
        return self.current if self.state in OPEN_STATES else None

    @property
    def transcripts_done(self) -> bool:
        """Whether no answered turn waits for its transcript."""
        return all(t.transcript is not Transcript.PENDING for t in self.turns if t.state is TurnState.ANSWERED)

    def turn(self, turn_id: UUID) -> Turn | None:
        """Return the turn with this id, None where there is none."""
        return next((turn for turn in self.turns if turn.id == turn_id), None)

    def section(self, turn: Turn) -> Section:
        """Return the section of the planned question that a turn belongs to."""
        return self.plan[turn.planned].section

    def follow_ups_left(self, turn: Turn) -> int:
        """Return how many follow-ups may still be asked after this turn's answer."""
        if self.section(turn) in WITHOUT_FOLLOW_UP:
            return 0
        asked = sum(1 for t in self.turns if t.planned == turn.planned and t.follow_up is not None)
        return max(0, self.follow_ups_per_question - asked)

    def with_turn(self, turn: Turn) -> "Snapshot":
        """Return the snapshot with the turn of the same index replaced."""
        return replace(self, turns=tuple(turn if t.index == turn.index else t for t in self.turns))


def turn_id(interview_id: UUID, index: int) -> UUID:
    """Return the id of a turn; the same turn has the same id however often it is derived."""
    return uuid5(interview_id, f"turn:{index}")
