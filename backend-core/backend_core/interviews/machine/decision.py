"""The outcome of one event, and the exception for commands that cannot be followed."""

from dataclasses import dataclass
from enum import StrEnum

from backend_core.interviews.machine.effects import Effect
from backend_core.interviews.machine.snapshot import Snapshot


class Rejection(StrEnum):
    """Why a command cannot be followed. Texts for people live beside the API's errors."""

    NOT_PREPARED = "interview_not_prepared"
    NOT_READY = "interview_not_ready"
    NOT_STARTED = "interview_not_started"
    ALREADY_PREPARED = "interview_already_prepared"
    ALREADY_STARTED = "interview_already_started"
    ANSWERS_OVER = "interview_answers_over"
    CLOSED = "interview_closed"
    TURN_UNKNOWN = "turn_unknown"
    TURN_CLOSED = "turn_closed"
    ANSWER_NOT_OPEN = "answer_not_open"
    NOTHING_TO_RETRY = "evaluation_not_failed"


class Rejected(Exception):
    """The event is a command that is impossible now; nothing changes."""

    def __init__(self, code: Rejection) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class Decision:
    """The next snapshot and what to do, in order. An ignored event returns the snapshot itself and no effects."""

    snapshot: Snapshot
    effects: tuple[Effect, ...] = ()
