"""What engines share that ask an OpenAI-compatible server: the connection pool, retries within a deadline, error codes.

Only the configured address is called: no proxy of the environment and no other host.
"""

import random
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

from ai_worker.engines.base import Deadline, EngineError
from interview_contracts.errors import ErrorCode

if TYPE_CHECKING:
    from openai import OpenAI

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


def call(work: Callable[[float], T], deadline: Deadline) -> T:
    """Do `work`, which gets the seconds that it may take, and again after a transient failure while time is left.

    Waits between attempts grow and are random, so that workers whose server restarts do not come back all at once.
    Raises `EngineError`: ENGINE_TIMEOUT, ENGINE_UNAVAILABLE when nobody answers or the key is refused, ENGINE_FAILED
    for other refusals.
    """
    wait_s = _FIRST_WAIT_S
    for attempt in range(1, ATTEMPTS + 1):
        deadline.check()
        seconds = max(_SHORTEST_CALL_S, min(deadline.remaining_s(), LONGEST_CALL_S))
        try:
            return work(seconds)
        except EngineError:
            raise
        except Exception as error:
            failure = _translated(error)
            if not failure.retryable or attempt == ATTEMPTS or deadline.remaining_s() <= wait_s:
                raise failure from None
        time.sleep(random.uniform(wait_s / 2, wait_s))
        wait_s *= 3
    raise EngineError(ErrorCode.ENGINE_FAILED, retryable=True)


def _translated(error: Exception) -> EngineError:
    import httpx2
    import openai

    match error:
        case openai.APITimeoutError() | httpx2.TimeoutException():
            return EngineError(ErrorCode.ENGINE_TIMEOUT, retryable=True)
        case openai.APIConnectionError() | httpx2.TransportError():
            return EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=True)
        case openai.AuthenticationError() | openai.PermissionDeniedError() | openai.NotFoundError():
            return EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
        case openai.RateLimitError() | openai.InternalServerError() | openai.ConflictError():
            return EngineError(ErrorCode.ENGINE_FAILED, retryable=True)
        case openai.APIStatusError():
            return EngineError(ErrorCode.ENGINE_FAILED, retryable=False)
        case openai.OpenAIError() | ValueError():
            return EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=True)
        case _:
            raise error
