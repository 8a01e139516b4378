"""Turns every exception of a request into an `application/problem+json` response."""

import errno
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from backend_core.error_texts import preferred_language, text_of
from backend_core.errors import (
    FieldProblem,
    InternalProblem,
    InvalidRequestError,
    Problem,
    ProblemError,
    StorageFullError,
    UnavailableError,
)

MEDIA_TYPE = "application/problem+json"

_CODE_OF_STATUS = {
    400: "bad_request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    429: "too_many_requests",
    503: "unavailable",
}

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})

log = structlog.get_logger(__name__)


class ProblemResponse(JSONResponse):
    """A problem as an HTTP response."""

    media_type = MEDIA_TYPE


def problem_response(
    request_headers: Mapping[str, str],
    *,
    status: int,
    code: str,
    fields: Sequence[FieldProblem] | None = None,
    headers: Mapping[str, str] | None = None,
) -> ProblemResponse:
    """Return the response for a code, in the language that the reader prefers."""
    language = preferred_language(request_headers.get("accept-language"))
    text = text_of(code)
    body = Problem(
        title=text.title.in_language(language),
        detail=text.detail.in_language(language),
        status=status,
        code=code,
        fields=list(fields) if fields else None,
    )
    answer_headers = {"Content-Language": language.value, "Cache-Control": "no-store", **(headers or {})}
    return ProblemResponse(body.model_dump(exclude_none=True), status_code=status, headers=answer_headers)


def _field_code(kind: str) -> str:
    if kind == "missing":
        return "field.missing"
    if kind.endswith("too_short"):
        return "field.too_short"
    if kind.endswith("too_long"):
        return "field.too_long"
    if kind in {"greater_than", "greater_than_equal", "less_than", "less_than_equal"}:
        return "field.out_of_range"
    if kind in {"enum", "literal_error"}:
        return "field.not_a_choice"
    return "field.invalid"


def field_problem(location: Sequence[Any], code: str, accept_language: str | None) -> FieldProblem:
    """Return what is wrong with one field. The value itself is never repeated."""
    path = ".".join(str(part) for part in location if part not in {"body", "query", "path", "header"})
    return FieldProblem(
        field=path, code=code, detail=text_of(code).detail.in_language(preferred_language(accept_language))
    )


async def _on_problem(request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, ProblemError)
    return problem_response(
        request.headers, status=error.status, code=error.code, fields=error.fields, headers=error.headers
    )


async def _on_invalid(request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, RequestValidationError)
    language = request.headers.get("accept-language")
    fields = [field_problem(item["loc"], _field_code(item["type"]), language) for item in error.errors()]
    return problem_response(
        request.headers, status=InvalidRequestError.status, code=InvalidRequestError.code, fields=fields
    )


async def _on_http(request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, HTTPException)
    code = _CODE_OF_STATUS.get(error.status_code, "bad_request" if error.status_code < 500 else "internal")
    return problem_response(request.headers, status=error.status_code, code=code, headers=error.headers)


async def _on_database(request: Request, error: Exception) -> ProblemResponse:
    if isinstance(error, DataError):
        # A value that the database cannot hold, such as the null character: nothing was stored.
        log.warning("value cannot be stored")
        return problem_response(request.headers, status=InvalidRequestError.status, code=InvalidRequestError.code)
    lost = isinstance(error, OperationalError | PoolTimeoutError) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    )
    if not lost:
        return await _on_anything(request, error)
    log.warning("database unavailable", error=type(error).__name__)
    return problem_response(
        request.headers, status=UnavailableError.status, code=UnavailableError.code, headers={"Retry-After": "2"}
    )


async def _on_files(request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, OSError)
    if error.errno not in _FULL:
        return unexpected(request.headers, error)
    log.error("storage is full", error=errno.errorcode.get(error.errno or 0, ""))
    return problem_response(
        request.headers, status=StorageFullError.status, code=StorageFullError.code, headers={"Retry-After": "30"}
    )


async def _on_anything(request: Request, error: Exception) -> ProblemResponse:
    return unexpected(request.headers, error)


def unexpected(request_headers: Mapping[str, str], error: Exception) -> ProblemResponse:
    """Log an exception that nobody expected and return the answer to its request."""
    log_unexpected(error)
    return problem_response(request_headers, status=InternalProblem.status, code=InternalProblem.code)


def log_unexpected(error: Exception) -> None:
    """Log the kind and the place of an exception. Its text may hold personal data and is left out."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace is not None else ""
    log.error("unexpected error", error=type(error).__name__, place=place)


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(DBAPIError, _on_database)
    app.add_exception_handler(PoolTimeoutError, _on_database)
    app.add_exception_handler(OSError, _on_files)
    app.add_exception_handler(Exception, _on_anything)


def problems(*errors: type[ProblemError]) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of a route that may answer with these errors."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        entry = by_status.setdefault(
            error.status, {"description": "", "content": {MEDIA_TYPE: {"schema": PROBLEM_REF}}}
        )
        entry["description"] = ", ".join(filter(None, (entry["description"], f"`{error.code}`")))
    return by_status


PROBLEM_REF = {"$ref": "#/components/schemas/Problem"}
