"""What the runner does after a decision. The list is closed: `Effect` names every kind."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class TimerKind(StrEnum):
    """What a timer of an interview is for."""

    PLAN_DEADLINE = "interview.plan_deadline"
    NEXT_QUESTION = "interview.next_question"
    ANSWER_LIMIT = "interview.answer_limit"


class Topic(StrEnum):
    """What is published to the interview's stream."""

    STATE = "state"
    ANSWER_OPENED = "answer_opened"
    ANSWER_CLOSED = "answer_closed"
    TRANSCRIPT_READY = "transcript_ready"
    REPORT_READY = "report_ready"


@dataclass(frozen=True, slots=True)
class AskQuestion:
    """Show the turn, which is now open, to the candidate and have it spoken."""

    turn_id: UUID


@dataclass(frozen=True, slots=True)
class RequestPlan:
    """Have the interview planned."""


@dataclass(frozen=True, slots=True)
class RequestSpeech:
    """Have every planned question spoken beforehand."""


@dataclass(frozen=True, slots=True)
class RequestTranscription:
    """Bring about the transcript of a spoken answer that has just ended."""

    turn_id: UUID


@dataclass(frozen=True, slots=True)
class RequestFollowUp:
    """Have a follow-up generated to the answer of this turn."""

    turn_id: UUID
    follow_ups_left: int


@dataclass(frozen=True, slots=True)
class RequestAssembly:
    """Join the recording of a spoken answer for playback."""

    turn_id: UUID


@dataclass(frozen=True, slots=True)
class RequestRatings:
    """Begin the evaluation: every answer has its transcript, or never will."""


@dataclass(frozen=True, slots=True)
class SetTimer:
    """Wake the machine after `after_s` seconds. One timer exists for a kind and turn."""

    kind: TimerKind
    after_s: float
    turn_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CancelTimer:
    """Forget a timer; one that has fired already changes nothing."""

    kind: TimerKind
    turn_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Publish:
    """Tell the browsers."""

    topic: Topic
    turn_id: UUID | None = None


Effect = (
    AskQuestion
    | RequestPlan
    | RequestSpeech
    | RequestTranscription
    | RequestFollowUp
    | RequestAssembly
    | RequestRatings
    | SetTimer
    | CancelTimer
    | Publish
)
