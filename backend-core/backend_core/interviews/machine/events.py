"""What can happen to an interview."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from backend_core.interviews.machine.snapshot import FollowUpQuestion, Question
from interview_contracts.vocabulary import AnswerEndReason, AnswerMode, Language


class EventKind(StrEnum):
    """Column of the machine's table."""

    PREPARE = "prepare"
    PLAN_READY = "plan_ready"
    PLAN_FAILED = "plan_failed"
    START = "start"
    ANSWER_OPENED = "answer_opened"
    ANSWER_ENDED = "answer_ended"
    TRANSCRIPT_READY = "transcript_ready"
    TRANSCRIPT_FAILED = "transcript_failed"
    FOLLOW_UP_READY = "follow_up_ready"
    FOLLOW_UP_FAILED = "follow_up_failed"
    NEXT_QUESTION_DEADLINE = "next_question_deadline"
    ANSWER_TIME_LIMIT = "answer_time_limit"
    EVALUATION_READY = "evaluation_ready"
    EVALUATION_FAILED = "evaluation_failed"
    EVALUATION_RETRIED = "evaluation_retried"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


@dataclass(frozen=True, slots=True)
class Prepare:
    """The candidate is ready to have the interview planned in this language."""

    language: Language


@dataclass(frozen=True, slots=True)
class PlanReady:
    """The planner's questions."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class PlanFailed:
    """Planning failed for good or its deadline passed; `core` are the job's core questions (requirement B-09)."""

    core: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """The candidate begins."""


@dataclass(frozen=True, slots=True)
class AnswerOpened:
    """The candidate begins to answer a turn."""

    turn_id: UUID


@dataclass(frozen=True, slots=True)
class AnswerEnded:
    """The candidate has answered. `empty` tells that a typed answer holds no text, `unheard` that no speech is text."""

    turn_id: UUID
    mode: AnswerMode
    reason: AnswerEndReason
    empty: bool = False
    unheard: bool = False


@dataclass(frozen=True, slots=True)
class TranscriptReady:
    """The transcript of an answer is stored; `empty` tells that nothing was said."""

    turn_id: UUID
    empty: bool = False


@dataclass(frozen=True, slots=True)
class TranscriptFailed:
    """An answer has no transcript and will not get one; a person has to listen."""

    turn_id: UUID


@dataclass(frozen=True, slots=True)
class FollowUpReady:
    """The follow-up to an answer; None when the answer leaves nothing open."""

    turn_id: UUID
    question: FollowUpQuestion | None


@dataclass(frozen=True, slots=True)
class FollowUpFailed:
    """No follow-up could be generated."""

    turn_id: UUID


@dataclass(frozen=True, slots=True)
class NextQuestionDeadline:
    """The time to find a follow-up to this turn's answer has passed."""

    turn_id: UUID


@dataclass(frozen=True, slots=True)
class AnswerTimeLimit:
    """The time to answer, grace included, has passed."""

    turn_id: UUID


@dataclass(frozen=True, slots=True)
class EvaluationReady:
    """The report is stored."""


@dataclass(frozen=True, slots=True)
class EvaluationFailed:
    """The evaluation failed for good."""


@dataclass(frozen=True, slots=True)
class EvaluationRetried:
    """A person asked for the failed evaluation to be run again."""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The candidate withdraws."""


@dataclass(frozen=True, slots=True)
class Expire:
    """The time for the interview has passed."""


Event = (
    Prepare
    | PlanReady
    | PlanFailed
    | Start
    | AnswerOpened
    | AnswerEnded
    | TranscriptReady
    | TranscriptFailed
    | FollowUpReady
    | FollowUpFailed
    | NextQuestionDeadline
    | AnswerTimeLimit
    | EvaluationReady
    | EvaluationFailed
    | EvaluationRetried
    | Withdraw
    | Expire
)

KINDS: dict[type[Event], EventKind] = {
    Prepare: EventKind.PREPARE,
    PlanReady: EventKind.PLAN_READY,
    PlanFailed: EventKind.PLAN_FAILED,
    Start: EventKind.START,
    AnswerOpened: EventKind.ANSWER_OPENED,
    AnswerEnded: EventKind.ANSWER_ENDED,
    TranscriptReady: EventKind.TRANSCRIPT_READY,
    TranscriptFailed: EventKind.TRANSCRIPT_FAILED,
    FollowUpReady: EventKind.FOLLOW_UP_READY,
    FollowUpFailed: EventKind.FOLLOW_UP_FAILED,
    NextQuestionDeadline: EventKind.NEXT_QUESTION_DEADLINE,
    AnswerTimeLimit: EventKind.ANSWER_TIME_LIMIT,
    EvaluationReady: EventKind.EVALUATION_READY,
    EvaluationFailed: EventKind.EVALUATION_FAILED,
    EvaluationRetried: EventKind.EVALUATION_RETRIED,
    Withdraw: EventKind.WITHDRAW,
    Expire: EventKind.EXPIRE,
}
"""Column of every event."""
