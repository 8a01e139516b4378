"""Errors of uploading answers."""

from backend_core.errors import ConflictError, InvalidRequestError, ProblemError


class ChunkConflictError(ConflictError):
    """Another content is stored under the same part and number."""

    code = "chunk_conflict"


class ChunkHashError(InvalidRequestError):
    """What arrived is not what was sent: the digest does not fit."""

    code = "chunk_hash_mismatch"


class ChunkEmptyError(InvalidRequestError):
    """The chunk holds nothing."""

    code = "chunk_empty"


class ChunkTooLargeError(ProblemError):
    """The chunk, the file or the whole answer is larger than allowed."""

    status = 413
    code = "answer_too_large"


class MediaTypeError(ProblemError):
    """The browser sent a kind of file that is no recording."""

    status = 415
    code = "answer_media_type"


class RecordingMalformedError(InvalidRequestError):
    """The upload holds no file, or broke off."""

    code = "answer_upload_malformed"


class TextMissingError(InvalidRequestError):
    """A typed answer needs its text, even if it is empty."""

    code = "answer_text_missing"
