"""What happens around every request: request id, access log, metrics, security headers, limit of bodies, last error."""

import re
import time
from collections.abc import Mapping
from uuid import uuid4

import structlog
from prometheus_client import Counter, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend_core.error_handlers import log_unexpected, problem_response, unexpected

REQUEST_ID = "X-Request-Id"
_ALLOWED_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")

REQUESTS = Counter("http_requests_total", "Requests by route and status", ("method", "route", "status"))
DURATIONS = Histogram(
    "http_request_duration_seconds",
    "Time to the end of the response",
    ("method", "route"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)

log = structlog.get_logger(__name__)


def _route(scope: Scope) -> str:
    return str(getattr(scope.get("route"), "path", "other"))


class ObservationMiddleware:
    """Gives each request an id, logs its end with the route's template (never the query), and counts it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID, "")
        request_id = given if _ALLOWED_ID.fullmatch(given) else uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started, status, streams = time.perf_counter(), 500, False

        async def send_with_id(message: Message) -> None:
            nonlocal status, streams
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[REQUEST_ID] = request_id
                streams = headers.get("content-type", "").startswith("text/event-stream")
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        finally:
            duration, route = time.perf_counter() - started, _route(scope)
            REQUESTS.labels(scope["method"], route, str(status)).inc()
            if not streams:
                DURATIONS.labels(scope["method"], route).observe(duration)
            if not route.startswith("/health"):
                interview = scope.get("path_params", {}).get("interview_id")
                values = {"interview_id": str(interview)} if interview else {}
                log.info(
                    "request", method=scope["method"], route=route, status=status, seconds=round(duration, 4), **values
                )


class SecurityHeadersMiddleware:
    """Adds fixed headers to every response that does not set them itself."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self.app = app
        self.headers = dict(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class BodyLimitMiddleware:
    """Refuses bodies beyond a size in bytes, whatever type they claim to have.

    Routes whose path matches `streamed` are let through: they limit what they take while they read it. Everywhere
    else the framework holds the whole body in memory, and it does so before anybody is asked who they are.
    """

    def __init__(self, app: ASGIApp, streamed: re.Pattern[str], limit: int = 1_000_000) -> None:
        self.app = app
        self.streamed = streamed
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body before the application sees it; let uploads through."""
        if scope["type"] != "http" or self.streamed.fullmatch(scope["path"]):
            await self.app(scope, receive, send)
            return
        body, more = bytearray(), True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > self.limit:
                refusal = problem_response(Headers(scope=scope), status=413, code="body_too_large")
                await refusal(scope, receive, send)
                return
        pending: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

        async def replay() -> Message:
            return pending.pop() if pending else await receive()

        await self.app(scope, replay, send)


class UnexpectedErrorMiddleware:
    """Answers what no handler expected, inside all other middleware: this answer has its headers too.

    The exception ends here. Further out the server would write its text, which may quote a person, into the log.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:
            if started:
                log_unexpected(error)
                # The connection has to break, so that nobody takes half an answer for a whole one.
                raise BrokenResponseError from None
            await unexpected(Headers(scope=scope), error)(scope, receive, send)


class BrokenResponseError(Exception):
    """A response broke off after its start; what happened is in the log before this."""
