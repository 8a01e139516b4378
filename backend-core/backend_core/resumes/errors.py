"""Errors of résumés. The reasons why reading failed are in `texts.py`; these refuse a request."""

from typing import ClassVar

from backend_core.errors import ConflictError, InvalidRequestError, ProblemError
from interview_contracts.errors import ErrorCode


class ResumeTooLargeError(ProblemError):
    """The file is larger than allowed."""

    status: ClassVar[int] = 413
    code: ClassVar[str] = ErrorCode.PDF_TOO_LARGE.value


class ResumeNotAPdfError(InvalidRequestError):
    """The file is no PDF, whatever its name says."""

    code = ErrorCode.PDF_NOT_A_PDF.value


class ResumeEmptyError(InvalidRequestError):
    """The file has no content."""

    code = ErrorCode.PDF_EMPTY.value


class ResumeUploadMalformedError(InvalidRequestError):
    """The request is no form with a file in the field `file`."""

    code = "upload_malformed"


class ResumeSettledError(ConflictError):
    """The interview has been prepared; its résumé does not change any more."""

    code = "resume_settled"


class ResumeNotReadError(ConflictError):
    """There are no facts to confirm yet: the file is being read, or there is none."""

    code = "resume_not_read"
