"""The one way in which every task runs: validate, check the deadline, do the work, make a report of it."""

import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from pydantic import ValidationError

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.errors import WorkError
from ai_worker.tasks.job import Job, Toolbox
from interview_contracts.base import Message
from interview_contracts.engines import EngineInfo
from interview_contracts.envelopes import TaskEnvelope
from interview_contracts.errors import ErrorCode, TaskError
from interview_contracts.reports import Failure, Success, TaskReport

log = structlog.get_logger(__name__)

_FRAMES_LOGGED = 4


def utc_now() -> datetime:
    """Return the wall clock's time."""
    return datetime.now(UTC)


def where(error: BaseException) -> list[str]:
    """Return the innermost code places of an error, without its text: a message may quote what a person said."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES_LOGGED:]
    return [f"{PurePath(frame.filename).name}:{frame.lineno}:{frame.name}" for frame in frames]


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
        outcome, engine = _outcome(job, order, toolbox, started_at)
        finished_at = now()
        log.info(
            "task.done",
            outcome=outcome.status,
            error=outcome.error.code.value if isinstance(outcome, Failure) else None,
            engine=engine.name if engine else None,
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
        sent_at=order.sent_at,
        started_at=started_at,
        finished_at=finished_at,
    )


def _outcome(
    job: Job[Any, Any], order: TaskEnvelope, toolbox: Toolbox, started_at: datetime
) -> tuple[Success | Failure, EngineInfo | None]:
    try:
        payload: Message = job.spec.payload.model_validate(order.payload)
    except ValidationError:
        return _failure(ErrorCode.INVALID_PAYLOAD, retryable=False), None
    try:
        if order.deadline is not None and order.deadline <= started_at:
            job.discard(payload, toolbox)
            return _failure(ErrorCode.DEADLINE_PASSED, retryable=False), None
        made = job.handle(payload, toolbox, _deadline(job, order, started_at))
        return Success(result=made.result.model_dump(mode="json")), made.engine
    except (EngineError, WorkError) as error:
        return Failure(error=error.as_task_error()), None
    except SoftTimeLimitExceeded:
        return _failure(ErrorCode.ENGINE_TIMEOUT, retryable=True), None
    except MemoryError:
        return _failure(ErrorCode.OUT_OF_MEMORY, retryable=True), None
    except Exception as error:  # The core must hear of every failure; its text stays here.
        log.error("task.failed", error_type=type(error).__name__, where=where(error))
        return _failure(ErrorCode.INTERNAL, retryable=True), None


def _deadline(job: Job[Any, Any], order: TaskEnvelope, started_at: datetime) -> Deadline:
    seconds = job.spec.time_limit_s
    if order.deadline is not None:
        seconds = min(seconds, (order.deadline - started_at).total_seconds())
    return Deadline.after(seconds)


def _failure(code: ErrorCode, *, retryable: bool) -> Failure:
    return Failure(error=TaskError(code=code, retryable=retryable))


def _milliseconds(start: datetime, end: datetime) -> int:
    return round((end - start).total_seconds() * 1000)
