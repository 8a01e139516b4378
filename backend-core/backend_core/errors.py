"""Errors as data: every refusal is an RFC 9457 problem with a code, a status and a text in the reader's language."""

from typing import ClassVar

from pydantic import BaseModel, Field


class FieldProblem(BaseModel):
    """What is wrong with one field of a request."""

    field: str = Field(description="Path of the field, e.g. `candidate_email` or `facts.0.title`")
    code: str
    detail: str


class Problem(BaseModel):
    """Body of every error response (`application/problem+json`)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str = Field(description="Stable code; interface texts may be keyed by it")
    fields: list[FieldProblem] | None = None


class ProblemError(Exception):
    """Base of all errors that a client is told about.

    A subclass sets `status` and `code`; the texts of the code stand in the catalogue `error_texts.yaml` in Korean and
    English. `keeps_changes` tells the unit of work to commit what was done on the way to the error.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    keeps_changes: ClassVar[bool] = False

    def __init__(self, *, fields: list[FieldProblem] | None = None, headers: dict[str, str] | None = None) -> None:
        super().__init__(self.code)
        self.fields = fields
        self.headers = headers


class NotFoundError(ProblemError):
    """The object does not exist, or the caller may not know that it does."""

    status = 404
    code = "not_found"


class UnauthenticatedError(ProblemError):
    """Nobody is logged in, or the login has ended."""

    status = 401
    code = "unauthenticated"


class ForbiddenError(ProblemError):
    """The caller's role does not allow this."""

    status = 403
    code = "forbidden"


class ConflictError(ProblemError):
    """The object's state does not allow this."""

    status = 409
    code = "conflict"


class InvalidRequestError(ProblemError):
    """The request does not validate; `fields` says where."""

    status = 422
    code = "invalid_request"


class TooManyRequestsError(ProblemError):
    """The caller has to wait; `Retry-After` says how long."""

    status = 429
    code = "too_many_requests"


class UnavailableError(ProblemError):
    """A part of the system that this needs is not there right now."""

    status = 503
    code = "unavailable"


class StorageFullError(ProblemError):
    """The uploads volume is full. What was stored before stays; the same request may be sent again."""

    status = 507
    code = "storage_full"


class InternalProblem(ProblemError):
    """Something went wrong that is not the caller's fault."""

    status = 500
    code = "internal"
