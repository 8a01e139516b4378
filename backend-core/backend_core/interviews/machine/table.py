"""The table of all cells of states and events, and the function that reads it."""

from dataclasses import dataclass, replace
from enum import Enum

from backend_core.interviews.machine import effects as fx
from backend_core.interviews.machine import handlers as on
from backend_core.interviews.machine.decision import Decision, Rejected, Rejection
from backend_core.interviews.machine.events import KINDS, Event, EventKind
from backend_core.interviews.machine.handlers import Handler
from backend_core.interviews.machine.snapshot import Snapshot
from interview_contracts.vocabulary import InterviewState


class Ignore(Enum):
    """The event changes nothing here: it is late, or it is a repetition."""

    IGNORE = "ignore"


IGNORE = Ignore.IGNORE


@dataclass(frozen=True, slots=True)
class Reject:
    """The event is a command that is impossible here."""

    code: Rejection


Cell = Handler | Ignore | Reject

TABLE: dict[InterviewState, dict[EventKind, Cell]] = {
    InterviewState.CREATED: {
        EventKind.PREPARE: on.plan,
        EventKind.PLAN_READY: IGNORE,
        EventKind.PLAN_FAILED: IGNORE,
        EventKind.START: Reject(Rejection.NOT_PREPARED),
        EventKind.ANSWER_OPENED: Reject(Rejection.NOT_STARTED),
        EventKind.ANSWER_ENDED: Reject(Rejection.NOT_STARTED),
        EventKind.TRANSCRIPT_READY: IGNORE,
        EventKind.TRANSCRIPT_FAILED: IGNORE,
        EventKind.FOLLOW_UP_READY: IGNORE,
        EventKind.FOLLOW_UP_FAILED: IGNORE,
        EventKind.NEXT_QUESTION_DEADLINE: IGNORE,
        EventKind.ANSWER_TIME_LIMIT: IGNORE,
        EventKind.EVALUATION_READY: IGNORE,
        EventKind.EVALUATION_FAILED: IGNORE,
        EventKind.EVALUATION_RETRIED: Reject(Rejection.NOTHING_TO_RETRY),
        EventKind.WITHDRAW: on.withdraw,
        EventKind.EXPIRE: on.expire,
    },
    InterviewState.PLANNING: {
        EventKind.PREPARE: on.plan_again,
        EventKind.PLAN_READY: on.take_plan,
        EventKind.PLAN_FAILED: on.take_fallback,
        EventKind.START: Reject(Rejection.NOT_READY),
        EventKind.ANSWER_OPENED: Reject(Rejection.NOT_STARTED),
        EventKind.ANSWER_ENDED: Reject(Rejection.NOT_STARTED),
        EventKind.TRANSCRIPT_READY: IGNORE,
        EventKind.TRANSCRIPT_FAILED: IGNORE,
        EventKind.FOLLOW_UP_READY: IGNORE,
        EventKind.FOLLOW_UP_FAILED: IGNORE,
        EventKind.NEXT_QUESTION_DEADLINE: IGNORE,
        EventKind.ANSWER_TIME_LIMIT: IGNORE,
        EventKind.EVALUATION_READY: IGNORE,
        EventKind.EVALUATION_FAILED: IGNORE,
        EventKind.EVALUATION_RETRIED: Reject(Rejection.NOTHING_TO_RETRY),
        EventKind.WITHDRAW: on.withdraw,
        EventKind.EXPIRE: on.expire,
    },
    InterviewState.READY: {
        EventKind.PREPARE: on.plan_again,
        EventKind.PLAN_READY: IGNORE,
        EventKind.PLAN_FAILED: IGNORE,
        EventKind.START: on.start,
        EventKind.ANSWER_OPENED: Reject(Rejection.NOT_STARTED),
        EventKind.ANSWER_ENDED: Reject(Rejection.NOT_STARTED),
        EventKind.TRANSCRIPT_READY: IGNORE,
        EventKind.TRANSCRIPT_FAILED: IGNORE,
        EventKind.FOLLOW_UP_READY: IGNORE,
        EventKind.FOLLOW_UP_FAILED: IGNORE,
        EventKind.NEXT_QUESTION_DEADLINE: IGNORE,
        EventKind.ANSWER_TIME_LIMIT: IGNORE,
        EventKind.EVALUATION_READY: IGNORE,
        EventKind.EVALUATION_FAILED: IGNORE,
        EventKind.EVALUATION_RETRIED: Reject(Rejection.NOTHING_TO_RETRY),
        EventKind.WITHDRAW: on.withdraw,
        EventKind.EXPIRE: on.expire,
    },
    InterviewState.ASKING: {
        EventKind.PREPARE: Reject(Rejection.ALREADY_STARTED),
        EventKind.PLAN_READY: IGNORE,
        EventKind.PLAN_FAILED: IGNORE,
        EventKind.START: IGNORE,
        EventKind.ANSWER_OPENED: on.open_answer,
        EventKind.ANSWER_ENDED: on.end_again,
        EventKind.TRANSCRIPT_READY: on.keep_transcript,
        EventKind.TRANSCRIPT_FAILED: on.keep_transcript,
        EventKind.FOLLOW_UP_READY: IGNORE,
        EventKind.FOLLOW_UP_FAILED: IGNORE,
        EventKind.NEXT_QUESTION_DEADLINE: IGNORE,
        EventKind.ANSWER_TIME_LIMIT: IGNORE,
        EventKind.EVALUATION_READY: IGNORE,
        EventKind.EVALUATION_FAILED: IGNORE,
        EventKind.EVALUATION_RETRIED: Reject(Rejection.NOTHING_TO_RETRY),
        EventKind.WITHDRAW: on.withdraw,
        EventKind.EXPIRE: on.expire,
    },
    InterviewState.ANSWERING: {
        EventKind.PREPARE: Reject(Rejection.ALREADY_STARTED),
        EventKind.PLAN_READY: IGNORE,
        EventKind.PLAN_FAILED: IGNORE,
        EventKind.START: IGNORE,
        EventKind.ANSWER_OPENED: on.open_again,
        EventKind.ANSWER_ENDED: on.end_answer,
        EventKind.TRANSCRIPT_READY: on.keep_transcript,
        EventKind.TRANSCRIPT_FAILED: on.keep_transcript,
        EventKind.FOLLOW_UP_READY: IGNORE,
        EventKind.FOLLOW_UP_FAILED: IGNORE,
        EventKind.NEXT_QUESTION_DEADLINE: IGNORE,
        EventKind.ANSWER_TIME_LIMIT: on.end_by_time,
        EventKind.EVALUATION_READY: IGNORE,
        EventKind.EVALUATION_FAILED: IGNORE,
        EventKind.EVALUATION_RETRIED: Reject(Rejection.NOTHING_TO_RETRY),
        EventKind.WITHDRAW: on.withdraw,
        EventKind.EXPIRE: on.expire,
    },
    InterviewState.THINKING: {
        EventKind.PREPARE: Reject(Rejection.ALREADY_STARTED),
        EventKind.PLAN_READY: IGNORE,
        EventKind.PLAN_FAILED: IGNORE,
        EventKind.START: IGNORE,
        EventKind.ANSWER_OPENED: Reject(Rejection.TURN_CLOSED),
        EventKind.ANSWER_ENDED: on.end_again,
        EventKind.TRANSCRIPT_READY: on.keep_transcript,
        EventKind.TRANSCRIPT_FAILED: on.keep_transcript,
        EventKind.FOLLOW_UP_READY: on.take_follow_up,
        EventKind.FOLLOW_UP_FAILED: on.go_on,
        EventKind.NEXT_QUESTION_DEADLINE: on.go_on,
        EventKind.ANSWER_TIME_LIMIT: IGNORE,
        EventKind.EVALUATION_READY: IGNORE,
        EventKind.EVALUATION_FAILED: IGNORE,
        EventKind.EVALUATION_RETRIED: Reject(Rejection.NOTHING_TO_RETRY),
        EventKind.WITHDRAW: on.withdraw,
        EventKind.EXPIRE: on.expire,
    },
    InterviewState.EVALUATING: {
        EventKind.PREPARE: Reject(Rejection.ANSWERS_OVER),
        EventKind.PLAN_READY: IGNORE,
        EventKind.PLAN_FAILED: IGNORE,
        EventKind.START: Reject(Rejection.ANSWERS_OVER),
        EventKind.ANSWER_OPENED: Reject(Rejection.TURN_CLOSED),
        EventKind.ANSWER_ENDED: on.end_again,
        EventKind.TRANSCRIPT_READY: on.keep_transcript,
        EventKind.TRANSCRIPT_FAILED: on.keep_transcript,
        EventKind.FOLLOW_UP_READY: IGNORE,
        EventKind.FOLLOW_UP_FAILED: IGNORE,
        EventKind.NEXT_QUESTION_DEADLINE: IGNORE,
        EventKind.ANSWER_TIME_LIMIT: IGNORE,
        EventKind.EVALUATION_READY: on.report,
        EventKind.EVALUATION_FAILED: on.fail_evaluation,
        EventKind.EVALUATION_RETRIED: IGNORE,
        EventKind.WITHDRAW: on.withdraw,
        EventKind.EXPIRE: IGNORE,
    },
    InterviewState.EVALUATION_FAILED: {
        EventKind.PREPARE: Reject(Rejection.ANSWERS_OVER),
        EventKind.PLAN_READY: IGNORE,
        EventKind.PLAN_FAILED: IGNORE,
        EventKind.START: Reject(Rejection.ANSWERS_OVER),
        EventKind.ANSWER_OPENED: Reject(Rejection.TURN_CLOSED),
        EventKind.ANSWER_ENDED: on.end_again,
        EventKind.TRANSCRIPT_READY: IGNORE,
        EventKind.TRANSCRIPT_FAILED: IGNORE,
        EventKind.FOLLOW_UP_READY: IGNORE,
        EventKind.FOLLOW_UP_FAILED: IGNORE,
        EventKind.NEXT_QUESTION_DEADLINE: IGNORE,
        EventKind.ANSWER_TIME_LIMIT: IGNORE,
        EventKind.EVALUATION_READY: IGNORE,
        EventKind.EVALUATION_FAILED: IGNORE,
        EventKind.EVALUATION_RETRIED: on.evaluate_again,
        EventKind.WITHDRAW: on.withdraw,
        EventKind.EXPIRE: IGNORE,
    },
    InterviewState.REPORTED: {
        EventKind.PREPARE: Reject(Rejection.CLOSED),
        EventKind.PLAN_READY: IGNORE,
        EventKind.PLAN_FAILED: IGNORE,
        EventKind.START: Reject(Rejection.CLOSED),
        EventKind.ANSWER_OPENED: Reject(Rejection.CLOSED),
        EventKind.ANSWER_ENDED: Reject(Rejection.CLOSED),
        EventKind.TRANSCRIPT_READY: IGNORE,
        EventKind.TRANSCRIPT_FAILED: IGNORE,
        EventKind.FOLLOW_UP_READY: IGNORE,
        EventKind.FOLLOW_UP_FAILED: IGNORE,
        EventKind.NEXT_QUESTION_DEADLINE: IGNORE,
        EventKind.ANSWER_TIME_LIMIT: IGNORE,
        EventKind.EVALUATION_READY: IGNORE,
        EventKind.EVALUATION_FAILED: IGNORE,
        EventKind.EVALUATION_RETRIED: Reject(Rejection.CLOSED),
        EventKind.WITHDRAW: Reject(Rejection.CLOSED),
        EventKind.EXPIRE: IGNORE,
    },
    InterviewState.WITHDRAWN: {
        EventKind.PREPARE: Reject(Rejection.CLOSED),
        EventKind.PLAN_READY: IGNORE,
        EventKind.PLAN_FAILED: IGNORE,
        EventKind.START: Reject(Rejection.CLOSED),
        EventKind.ANSWER_OPENED: Reject(Rejection.CLOSED),
        EventKind.ANSWER_ENDED: Reject(Rejection.CLOSED),
        EventKind.TRANSCRIPT_READY: IGNORE,
        EventKind.TRANSCRIPT_FAILED: IGNORE,
        EventKind.FOLLOW_UP_READY: IGNORE,
        EventKind.FOLLOW_UP_FAILED: IGNORE,
        EventKind.NEXT_QUESTION_DEADLINE: IGNORE,
        EventKind.ANSWER_TIME_LIMIT: IGNORE,
        EventKind.EVALUATION_READY: IGNORE,
        EventKind.EVALUATION_FAILED: IGNORE,
        EventKind.EVALUATION_RETRIED: Reject(Rejection.CLOSED),
        EventKind.WITHDRAW: IGNORE,
        EventKind.EXPIRE: IGNORE,
    },
    InterviewState.EXPIRED: {
        EventKind.PREPARE: Reject(Rejection.CLOSED),
        EventKind.PLAN_READY: IGNORE,
        EventKind.PLAN_FAILED: IGNORE,
        EventKind.START: Reject(Rejection.CLOSED),
        EventKind.ANSWER_OPENED: Reject(Rejection.CLOSED),
        EventKind.ANSWER_ENDED: Reject(Rejection.CLOSED),
        EventKind.TRANSCRIPT_READY: IGNORE,
        EventKind.TRANSCRIPT_FAILED: IGNORE,
        EventKind.FOLLOW_UP_READY: IGNORE,
        EventKind.FOLLOW_UP_FAILED: IGNORE,
        EventKind.NEXT_QUESTION_DEADLINE: IGNORE,
        EventKind.ANSWER_TIME_LIMIT: IGNORE,
        EventKind.EVALUATION_READY: IGNORE,
        EventKind.EVALUATION_FAILED: IGNORE,
        EventKind.EVALUATION_RETRIED: Reject(Rejection.CLOSED),
        EventKind.WITHDRAW: Reject(Rejection.CLOSED),
        EventKind.EXPIRE: IGNORE,
    },
}
"""What happens for every event in every state. Commands of people are rejected where they are impossible, results and
timers are ignored where they are late."""


def decide(snapshot: Snapshot, event: Event) -> Decision:
    """Return what follows from an event.

    An event that changes nothing returns the given snapshot and no effects. Raises `Rejected` for a command that is
    impossible now. A change of state or of the open turn is published before anything else is.
    """
    cell = TABLE[snapshot.state][KINDS[type(event)]]
    if isinstance(cell, Reject):
        raise Rejected(cell.code)
    if isinstance(cell, Ignore):
        return Decision(snapshot)
    decision = cell(snapshot, event)
    if decision.snapshot == snapshot:
        return Decision(snapshot)
    after = replace(decision.snapshot, version=snapshot.version + 1)
    effects = decision.effects
    if after.state is not snapshot.state or after.open_turn != snapshot.open_turn:
        effects = (fx.Publish(fx.Topic.STATE), *effects)
    return Decision(after, effects)
