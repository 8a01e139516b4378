"""Errors of erasing."""

from backend_core.errors import ConflictError, ProblemError


class InterviewErasedError(ProblemError):
    """The interview's content has been erased."""

    status = 410
    code = "interview_erased"


class InterviewLiveError(ConflictError):
    """The candidate is in the room."""

    code = "interview_live"
