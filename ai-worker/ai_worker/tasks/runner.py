"""The one way in which every task runs: validate, check the deadline, do the work, make a report of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from pydantic import ValidationError

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.errors import WorkError
from ai_worker.tasks.job import Job, Toolbox
from ai_worker.tasks.use import EnginesFailed, Made
from ai_worker.traces import where
from interview_contracts.base import Message
from interview_contracts.engines import EngineFailure, EngineInfo
from interview_contracts.envelopes import TaskEnvelope
from interview_contracts.errors import ErrorCode, TaskError
from interview_contracts.reports import Failure, Success, TaskReport

log = structlog.get_logger(__name__)

MOST_DEATHS = 1
MOST_DEATHS_UNRECORDED = 2
"""The broker gives a task whose process died to the next process, again and again. After so many deaths at one attempt
the task is reported as lost instead: the core counts attempts, and what it does not record may be tried once more."""


def utc_now() -> datetime:
    """Return the wall clock's time."""
    return datetime.now(UTC)


def run(
    job: Job[Any, Any],
    envelope: Mapping[str, Any],
    toolbox: Toolbox,
    *,
    now: Callable[[], datetime] = utc_now,
) -> TaskReport | None:
    """Do one task and return its report; None where the envelope is so broken that nobody could be told.

    No error leaves this function except those that end the process.
    """
    try:
        order = TaskEnvelope.model_validate(envelope)
    except ValidationError as error:
        log.error("task.envelope_invalid", task=job.spec.name, problems=error.error_count())
        return None
    started_at = now()
    with structlog.contextvars.bound_contextvars(
        task=job.spec.name, task_id=str(order.task_id), attempt=order.attempt, correlation_id=order.correlation_id
    ):
        done = _outcome(job, order, toolbox, started_at)
        outcome, engine = done.outcome, done.engine
        finished_at = now()
        log.info(
            "task.done",
            outcome=outcome.status,
            error=outcome.error.code.value if isinstance(outcome, Failure) else None,
            engine=engine.name if engine else None,
            passed_over=[f"{one.engine}: {one.code.value}" for one in done.passed_over],
            waited_ms=_milliseconds(order.sent_at, started_at),
            ran_ms=_milliseconds(started_at, finished_at),
        )
    return TaskReport(
        task_id=order.task_id,
        key=order.key,
        name=job.spec.name,
        attempt=order.attempt,
        correlation_id=order.correlation_id,
        outcome=outcome,
        engine=engine,
        passed_over=done.passed_over,
        sent_at=order.sent_at,
        started_at=started_at,
        finished_at=finished_at,
    )


@dataclass(frozen=True, slots=True)
class _Done:
    outcome: Success | Failure
    engine: EngineInfo | None = None
    passed_over: tuple[EngineFailure, ...] = ()


def _outcome(job: Job[Any, Any], order: TaskEnvelope, toolbox: Toolbox, started_at: datetime) -> _Done:
    try:
        payload: Message = job.spec.payload.model_validate(order.payload)
    except ValidationError:
        return _failure(ErrorCode.INVALID_PAYLOAD, retryable=False)
    try:
        if order.deadline is not None and order.deadline <= started_at:
            job.discard(payload, toolbox)
            return _failure(ErrorCode.DEADLINE_PASSED, retryable=False, passed_over=_lost(job, toolbox))
        work = f"{order.task_id}:{order.attempt}"
        deaths, _ = toolbox.crashes.deaths(work)
        if deaths >= (MOST_DEATHS if job.spec.recorded else MOST_DEATHS_UNRECORDED):
            job.discard(payload, toolbox)
            return _failure(ErrorCode.WORKER_LOST, retryable=True, passed_over=_lost(job, toolbox))
        with toolbox.crashes.at_work(work):
            made: Made[Any] = job.handle(payload, toolbox, _deadline(job, order, started_at))
        return _Done(Success(result=made.result.model_dump(mode="json")), made.engine, made.passed_over)
    except (EngineError, WorkError) as error:
        passed_over = error.passed_over if isinstance(error, EnginesFailed) else ()
        return _Done(Failure(error=error.as_task_error()), passed_over=passed_over)
    except SoftTimeLimitExceeded:
        return _failure(ErrorCode.ENGINE_TIMEOUT, retryable=True)
    except MemoryError:
        return _failure(ErrorCode.OUT_OF_MEMORY, retryable=True)
    except Exception as error:  # The core must hear of every failure; its text stays here.
        log.error("task.failed", error_type=type(error).__name__, where=where(error))
        return _failure(ErrorCode.INTERNAL, retryable=True)


def _deadline(job: Job[Any, Any], order: TaskEnvelope, started_at: datetime) -> Deadline:
    seconds = job.spec.time_limit_s
    if order.deadline is not None:
        seconds = min(seconds, (order.deadline - started_at).total_seconds())
    return Deadline.after(seconds)


def _failure(code: ErrorCode, *, retryable: bool, passed_over: tuple[EngineFailure, ...] = ()) -> _Done:
    return _Done(Failure(error=TaskError(code=code, retryable=retryable)), passed_over=passed_over)


def _lost(job: Job[Any, Any], toolbox: Toolbox) -> tuple[EngineFailure, ...]:
    """Return the engines that a task was lost with, or late behind: a process died at their work."""
    chains = (toolbox.engines.chain(capability) for capability in job.capabilities)
    return tuple(failure for chain in chains for failure in chain.ended_processes())


def _milliseconds(start: datetime, end: datetime) -> int:
    return round((end - start).total_seconds() * 1000)
