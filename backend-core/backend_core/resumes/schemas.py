"""Requests and responses of résumés."""

from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from interview_contracts.errors import ErrorCode
from interview_contracts.payloads.common import ResumeFact


class ResumeStatus(StrEnum):
    """Where the reading of a résumé stands."""

    NONE = "none"
    READING = "reading"
    READY = "ready"
    FAILED = "failed"
    CONFIRMED = "confirmed"
    SKIPPED = "skipped"


class ResumeOut(BaseModel):
    """The résumé of an interview. `facts` are the candidate's version once confirmed, before that what was read.

    `error_code` and `error_text` say why reading failed; another file may be uploaded or the step skipped.
    `hidden_text_found`: the file holds text that a reader of the page cannot see; it was not used.
    """

    state: ResumeStatus
    file_name: str | None = None
    uploaded_at: AwareDatetime | None = None
    error_code: ErrorCode | None = None
    error_text: str | None = None
    facts: list[ResumeFact] = Field(default_factory=list)
    hidden_text_found: bool = False


class ResumeFactsIn(BaseModel):
    """The facts as the candidate wants them used. Sending them confirms them; what was read is kept beside them."""

    facts: Annotated[list[ResumeFact], Field(max_length=200)]
