"""What engines share that ask an OpenAI-compatible server: the connection pool, retries within a deadline, error codes.

Only the configured address is called: no proxy of the environment and no other host.
"""

import random
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.engines.work_thread import Stop, Stopped, WorkThread
from interview_contracts.errors import ErrorCode

if TYPE_CHECKING:
    from httpx2 import Response, Timeout
    from openai import APIResponse, OpenAI

T = TypeVar("T")

CONNECT_S: Final = 2.0
LONGEST_CALL_S: Final = 300.0
ATTEMPTS: Final = 3
_FIRST_WAIT_S: Final = 0.1
_SHORTEST_CALL_S: Final = 0.05


def connect(url: str, api_key: str) -> "OpenAI":
    """Return a client with a pool of kept-alive connections; it calls nobody yet."""
    import httpx2
    from openai import OpenAI

    pool = httpx2.Limits(max_connections=16, max_keepalive_connections=8, keepalive_expiry=60.0)
    return OpenAI(
        base_url=url,
        # Servers on the own network often have no key; the client insists on a text.
        api_key=api_key or "none",
        max_retries=0,
        http_client=httpx2.Client(limits=pool, trust_env=False),
    )


class BrokenOff(Exception):
    """An answer ended before its end; asking again may help."""


def patience(seconds: float) -> "Timeout":
    """Return the time-outs of one request: so many seconds between two pieces of an answer, fewer to connect."""
    import httpx2

    return httpx2.Timeout(seconds, connect=min(seconds, CONNECT_S))


def body_of(response: "APIResponse[Any]", *, most: int, until: Deadline) -> bytes:
    """Return the bytes of a streamed answer.

    Raises `EngineError`: ENGINE_OUTPUT_INVALID for more than `most` bytes, ENGINE_TIMEOUT.
    """
    body = bytearray()
    for block in response.iter_bytes():
        body += block
        if len(body) > most:
            raise EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=False)
        # A time-out of the client is that of a single read: a server that drips would never reach it.
        until.check()
    return bytes(body)


def hang_up(response: "Response") -> None:
    """End an answer's connection at once, also while another thread waits for its next byte."""
    stream = response.extensions.get("network_stream")
    connection = stream.get_extra_info("socket") if stream is not None else None
    if connection is not None:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)


def call(work: Callable[[float], T], deadline: Deadline) -> T:
    """Do `work`, which gets the seconds that it may take, and again after a transient failure while time is left.

    Waits between attempts grow and are random, so that workers whose server restarts do not come back all at once.
    The deadline holds whatever the server does: `work` runs in a thread that is left behind when it passes.
    Raises `EngineError`: ENGINE_TIMEOUT, ENGINE_UNAVAILABLE when nobody answers or the key is refused,
    ENGINE_OUTPUT_INVALID for an answer that is none, ENGINE_FAILED for other refusals.
    """
    return call_stoppable(lambda seconds, _: work(seconds), deadline)


def call_stoppable(work: Callable[[float, Stop], T], deadline: Deadline, *, attempts: int = ATTEMPTS) -> T:
    """Do as `call`; `work` also gets a flag, set when its result is no longer wanted, and hangs up then."""
    wait_s = _FIRST_WAIT_S
    for attempt in range(1, attempts + 1):
        deadline.check()
        seconds = max(_SHORTEST_CALL_S, min(deadline.remaining_s(), LONGEST_CALL_S))
        try:
            return _in_a_thread(work, seconds, deadline)
        except EngineError:
            raise
        except Exception as error:
            failure = _translated(error)
            pause_s = max(random.uniform(wait_s / 2, wait_s), _asked_to_wait_s(error))
            if not failure.retryable or attempt == attempts or deadline.remaining_s() <= pause_s:
                raise failure from None
        time.sleep(pause_s)
        wait_s *= 3
    raise EngineError(ErrorCode.ENGINE_FAILED, retryable=True)


def _in_a_thread(work: Callable[[float, Stop], T], seconds: float, deadline: Deadline) -> T:
    thread = WorkThread("remote", grace_s=0.0)
    try:
        return thread.run(lambda stop: work(seconds, stop), min(deadline, Deadline.after(seconds), key=_moment))
    except Stopped:
        raise EngineError(ErrorCode.ENGINE_TIMEOUT, retryable=True) from None


def _moment(deadline: Deadline) -> float:
    return deadline.at


def _asked_to_wait_s(error: Exception) -> float:
    """Return for how many seconds a server that is busy asked to be left alone."""
    import openai

    if not isinstance(error, openai.APIStatusError):
        return 0.0
    try:
        return max(0.0, float(error.response.headers.get("retry-after", "")))
    except ValueError:  # none, or a date
        return 0.0


def _translated(error: Exception) -> EngineError:
    import httpx2
    import openai

    match error:
        case openai.APITimeoutError(__cause__=httpx2.ConnectTimeout() | httpx2.PoolTimeout()):
            return EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=True)
        case openai.APITimeoutError() | httpx2.TimeoutException():
            return EngineError(ErrorCode.ENGINE_TIMEOUT, retryable=True)
        case BrokenOff():
            return EngineError(ErrorCode.ENGINE_FAILED, retryable=True)
        case openai.APIConnectionError() | httpx2.TransportError():
            return EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=True)
        case openai.AuthenticationError() | openai.PermissionDeniedError() | openai.NotFoundError():
            return EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
        case openai.RateLimitError() | openai.InternalServerError() | openai.ConflictError():
            return EngineError(ErrorCode.ENGINE_FAILED, retryable=True)
        case openai.APIResponseValidationError():
            return EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=True)
        case openai.APIStatusError():
            return EngineError(ErrorCode.ENGINE_FAILED, retryable=False)
        case openai.APIError():  # an error in the middle of a stream
            return EngineError(ErrorCode.ENGINE_FAILED, retryable=True)
        case openai.OpenAIError() | httpx2.HTTPError() | ValueError():
            return EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=True)
        case _:
            raise error
