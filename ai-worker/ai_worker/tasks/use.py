"""How a task uses the engines of a capability: the best one and, for live work, the spare one in the time left."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import structlog
from celery.exceptions import SoftTimeLimitExceeded

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.engines.chain import NO_ENGINE, Chain
from ai_worker.engines.registry import Engines
from ai_worker.engines.serving import Serving
from ai_worker.errors import WorkError
from ai_worker.traces import where
from interview_contracts.base import Message
from interview_contracts.engines import EngineFailure, EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability

log = structlog.get_logger(__name__)

ResultT = TypeVar("ResultT", bound=Message)
Work = Callable[[Any, Deadline], ResultT]
"""What is done with an engine of the capability until a deadline."""

RESERVE_S: Final = 0.5
RESERVE_SHARE: Final = 0.25
"""What of the time left is kept for the spare engine: so many seconds, at most this share."""

GRACE_S: Final = 1.0
"""The spare engine gets this long at least: a better one may have overrun, and a task's hard limit is some way off."""

PROMPT_S: Final = 10.0
"""Live work with less time left is prompt: somebody waits for it. It does not wait for a model that is still being
loaded, nor try one that has overrun again and again."""

_REQUESTS_FAULT: Final = frozenset({ErrorCode.LANGUAGE_UNSUPPORTED})
"""Failures that tell nothing about the engine."""


@dataclass(frozen=True, slots=True)
class Made(Generic[ResultT]):
    """A handler's result, the engine that made it, where one did, and better ones that did not."""

    result: ResultT
    engine: EngineInfo | None = None
    passed_over: tuple[EngineFailure, ...] = ()


class EnginesFailed(EngineError):
    """No engine did it. `passed_over` names those that tried or could not be loaded, in their order."""

    def __init__(self, error: EngineError, passed_over: tuple[EngineFailure, ...]) -> None:
        super().__init__(error.code, retryable=error.retryable)
        self.passed_over = passed_over


def use(
    engines: Engines, capability: Capability, work: Work[ResultT], *, deadline: Deadline, spare: bool = False
) -> Made[ResultT]:
    """Do the work with the best engine that can be loaded.

    With `spare`, the work is live: the best engine gets the time left less a reserve, and when it fails, overruns or is
    still being loaded, the engine that needs no model does the work. Without, a failure is the task's: two engines
    never share work whose results are compared, so the spare engine does it where a better one is unfit, not while that
    is merely away. A forced engine is never replaced. Raises `EnginesFailed`.
    """
    try:
        return _use(engines.chain(capability), work, deadline, spare)
    finally:
        engines.say_soon()


def _use(chain: Chain[Any], work: Work[ResultT], deadline: Deadline, spare: bool) -> Made[ResultT]:
    stand_in = chain.spare() if spare else None
    prompt = stand_in is not None and deadline.remaining_s() < PROMPT_S
    try:
        served = _best(chain, deadline, stand_in, prompt)
    except EngineError as error:
        failures = (*_set_aside(chain), EngineFailure(engine=chain.loading() or NO_ENGINE, code=error.code))
        if stand_in is None:
            raise EnginesFailed(error, failures) from None
    else:
        failures = _set_aside(chain)
        if stand_in is None and served.entry.spare and chain.away():
            raise EnginesFailed(EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=True), failures)
        alone = stand_in is None or served.name == stand_in.name
        try:
            if prompt and not alone and chain.too_slow(served):
                raise EngineError(ErrorCode.ENGINE_TIMEOUT, retryable=True)
            until = deadline if alone else _less_reserve(deadline)
            return _made(chain, served, work, until, failures, prompt=prompt)
        except WorkError:
            raise
        except Exception as error:  # Whatever a vendor's code raises, the record says so; the text stays here.
            failure = _failure(served, error)
            failures = (*failures, EngineFailure(engine=served.name, code=failure.code))
            if stand_in is None or alone:
                raise EnginesFailed(failure, failures) from None
    log.warning("engine.passed_over", by=stand_in.name, engines=[f"{one.engine}: {one.code}" for one in failures])
    until = deadline if deadline.remaining_s() >= GRACE_S else Deadline.after(GRACE_S)
    try:
        return _made(chain, stand_in, work, until, failures)
    except WorkError:
        raise
    except Exception as error:
        failure = _failure(stand_in, error)
        raise EnginesFailed(failure, (*failures, EngineFailure(engine=stand_in.name, code=failure.code))) from None


def _failure(served: Serving[Any], error: Exception) -> EngineError:
    if not isinstance(error, EngineError):
        log.error("engine.failed", engine=served.name, error_type=type(error).__name__, where=where(error))
    return as_engine_error(error)


def _set_aside(chain: Chain[Any]) -> tuple[EngineFailure, ...]:
    return tuple(EngineFailure(engine=one.engine, code=one.code) for one in chain.set_aside() if one.code)


def _best(chain: Chain[Any], deadline: Deadline, stand_in: Serving[Any] | None, prompt: bool) -> Serving[Any]:
    if stand_in is None:
        return chain.serving(wait=deadline)
    return chain.serving(wait=Deadline.after(0.0) if prompt else _less_reserve(deadline))


def _less_reserve(deadline: Deadline) -> Deadline:
    remaining_s = deadline.remaining_s()
    return Deadline(deadline.at - min(RESERVE_S, remaining_s * RESERVE_SHARE))


def _made(
    chain: Chain[Any],
    served: Serving[Any],
    work: Work[ResultT],
    deadline: Deadline,
    passed_over: tuple[EngineFailure, ...],
    *,
    prompt: bool = False,
) -> Made[ResultT]:
    begun = time.monotonic()
    try:
        with chain.at_work(served):
            result = work(served.engine, deadline)
    except WorkError:
        raise
    except Exception as error:
        failure = as_engine_error(error)
        if failure.code not in _REQUESTS_FAULT:
            chain.failed(served, failure.code, time.monotonic() - begun, prompt=prompt)
        if isinstance(error, (MemoryError, SoftTimeLimitExceeded)):
            raise failure from None
        raise
    chain.done(served, time.monotonic() - begun, prompt=prompt)
    return Made(result, served.engine.describe(), passed_over)


def as_engine_error(error: Exception) -> EngineError:
    """Return the error of an engine that stands for what its work raised."""
    match error:
        case EngineError():
            return error
        case SoftTimeLimitExceeded():
            return EngineError(ErrorCode.ENGINE_TIMEOUT, retryable=True)
        case MemoryError():
            return EngineError(ErrorCode.OUT_OF_MEMORY, retryable=True)
        case _:
            return EngineError(ErrorCode.ENGINE_FAILED, retryable=True)
