"""Errors of recordings."""

from typing import ClassVar

from backend_core.errors import NotFoundError, ProblemError


class RecordingLinkError(ProblemError):
    """The link has expired or was not made here."""

    status: ClassVar[int] = 403
    code: ClassVar[str] = "recording_link_invalid"


class RecordingMissingError(NotFoundError):
    """The recording is not there any more."""

    code = "recording_missing"
