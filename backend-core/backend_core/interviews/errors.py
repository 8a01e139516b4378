"""Errors of the interview room."""

from backend_core.errors import ConflictError, NotFoundError
from backend_core.interviews.machine.decision import Rejection


class NotPreparedError(ConflictError):
    """The interview has to be prepared first."""

    code = Rejection.NOT_PREPARED.value


class NotReadyError(ConflictError):
    """The questions are still being prepared."""

    code = Rejection.NOT_READY.value


class NotStartedError(ConflictError):
    """The interview has not begun."""

    code = Rejection.NOT_STARTED.value


class AlreadyPreparedError(ConflictError):
    """The interview was prepared in another language."""

    code = Rejection.ALREADY_PREPARED.value


class AlreadyStartedError(ConflictError):
    """The interview has begun."""

    code = Rejection.ALREADY_STARTED.value


class AnswersOverError(ConflictError):
    """All questions have been answered."""

    code = Rejection.ANSWERS_OVER.value


class InterviewClosedError(ConflictError):
    """The interview is over: reported, withdrawn or expired."""

    code = Rejection.CLOSED.value


class TurnUnknownError(NotFoundError):
    """The interview has no such turn."""

    code = Rejection.TURN_UNKNOWN.value


class TurnClosedError(ConflictError):
    """Another question is open."""

    code = Rejection.TURN_CLOSED.value


class AnswerNotOpenError(ConflictError):
    """The answer has to be opened first."""

    code = Rejection.ANSWER_NOT_OPEN.value


class NothingToRetryError(ConflictError):
    """No evaluation has failed."""

    code = Rejection.NOTHING_TO_RETRY.value


class SeatTakenError(ConflictError):
    """Another tab of the browser, or another device, holds the interview."""

    code = "seat_taken"


class ResumeNotSettledError(ConflictError):
    """The résumé has to be read and confirmed, or skipped, first."""

    code = "resume_not_settled"


class SpeechNotReadyError(NotFoundError):
    """The question has no spoken version yet."""

    code = "speech_not_ready"


REJECTIONS: dict[Rejection, type[ConflictError] | type[NotFoundError]] = {
    Rejection.NOT_PREPARED: NotPreparedError,
    Rejection.NOT_READY: NotReadyError,
    Rejection.NOT_STARTED: NotStartedError,
    Rejection.ALREADY_PREPARED: AlreadyPreparedError,
    Rejection.ALREADY_STARTED: AlreadyStartedError,
    Rejection.ANSWERS_OVER: AnswersOverError,
    Rejection.CLOSED: InterviewClosedError,
    Rejection.TURN_UNKNOWN: TurnUnknownError,
    Rejection.TURN_CLOSED: TurnClosedError,
    Rejection.ANSWER_NOT_OPEN: AnswerNotOpenError,
    Rejection.NOTHING_TO_RETRY: NothingToRetryError,
}
"""How the API words each refusal of the machine."""
