"""Joining the uploaded chunks of an answer into one file that a browser can seek in."""

from uuid import UUID

from pydantic import Field

from interview_contracts.base import Message
from interview_contracts.files import FileRef, RelativePath


class AssemblePayload(Message):
    """Parts of one answer's recording in order; `target` is the file to write (WebM, without re-encoding)."""

    interview_id: UUID
    turn_id: UUID
    parts: tuple[tuple[FileRef, ...], ...]
    target: RelativePath


class AssembleResult(Message):
    """The joined recording, its length in seconds, and whether it has pictures."""

    file: FileRef
    duration_s: float = Field(ge=0)
    has_video: bool
