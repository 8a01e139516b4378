"""The closed set of error codes that a task can report."""

from enum import StrEnum

from interview_contracts.base import Message


class ErrorCode(StrEnum):
    """Why a task failed. Texts for people live in the interface's locale files, keyed by these codes."""

    INTERNAL = "internal"
    DEADLINE_PASSED = "deadline_passed"
    INVALID_PAYLOAD = "invalid_payload"
    FILE_MISSING = "file_missing"
    FILE_CORRUPT = "file_corrupt"
    ENGINE_UNAVAILABLE = "engine_unavailable"
    ENGINE_TIMEOUT = "engine_timeout"
    ENGINE_FAILED = "engine_failed"
    ENGINE_OUTPUT_INVALID = "engine_output_invalid"
    OUT_OF_MEMORY = "out_of_memory"
    LANGUAGE_UNSUPPORTED = "language_unsupported"
    CAPABILITY_UNAVAILABLE = "capability_unavailable"
    PDF_NOT_A_PDF = "pdf_not_a_pdf"
    PDF_ENCRYPTED = "pdf_encrypted"
    PDF_EMPTY = "pdf_empty"
    PDF_TOO_LARGE = "pdf_too_large"
    PDF_TOO_MANY_PAGES = "pdf_too_many_pages"
    PDF_NO_TEXT = "pdf_no_text"
    AUDIO_UNREADABLE = "audio_unreadable"
    AUDIO_TOO_LONG = "audio_too_long"
    WORKER_LOST = "worker_lost"


class TaskError(Message):
    """A failure as data. It carries no text from users, so that it may be logged."""

    code: ErrorCode
    retryable: bool
