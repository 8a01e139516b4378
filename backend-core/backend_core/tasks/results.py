"""Taking in what workers and the media server report. The first result for a key counts; what comes later is dropped.

Locks are taken in one order everywhere: the interview's row, then the task's.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog
from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.answers import handlers as answers
from backend_core.engines.service import record_engines
from backend_core.errors import NotFoundError
from backend_core.interviews.repository import InterviewRepository
from backend_core.models import TaskRecord
from backend_core.models.vocabulary import TaskState
from backend_core.retrieval.renewal import follow_engines
from backend_core.tasks.handlers import HANDLERS, LIVE_HANDLERS
from backend_core.tasks.progress import note_progress
from backend_core.tasks.send import enqueue
from interview_contracts.base import Message
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode, TaskError
from interview_contracts.files import FileRef
from interview_contracts.registry import BY_NAME
from interview_contracts.reports import (
    EnginesReport,
    MediaSessionChanged,
    Report,
    SpeechClosed,
    Success,
    TaskProgress,
    TaskReport,
)
from interview_contracts.spec import TaskSpec

log = structlog.get_logger(__name__)

_MOST_PASSED_OVER = 12
"""Engines that failed at a task are kept over all its attempts, but not without end."""

DONE = frozenset({TaskState.SUCCEEDED, TaskState.FAILED})


async def take_in(session: AsyncSession, report: Report) -> None:
    """Do what follows from a report. The caller commits."""
    match report.body:
        case TaskReport() as body:
            await _task(session, body)
        case TaskProgress() as body:
            await note_progress(session, body)
        case SpeechClosed() as body:
            await answers.speech_closed(session, body)
        case MediaSessionChanged() as body:
            await answers.media_changed(session, body)
        case EnginesReport() as body:
            await record_engines(session, body)
            await follow_engines(session, body)


async def fail(session: AsyncSession, record: TaskRecord, error: TaskError) -> None:
    """Close a task as failed for good and tell its handler. The record is locked by the caller."""
    record.state, record.error_code, record.lease_until = TaskState.FAILED, error.code, None
    record.received_at = await _now(session)
    await session.flush()
    log.warning("task failed", task=record.name, code=error.code, attempt=record.attempt, key=record.key)
    handler = HANDLERS.get(record.name)
    if handler is not None:
        await handler.failed(session, record, error)


async def try_again(session: AsyncSession, record: TaskRecord) -> None:
    """Have a task sent once more. The record is locked by the caller."""
    record.attempt += 1
    record.state, record.lease_until = TaskState.PENDING, None
    record.started_at, record.progressed_at = None, None
    await session.flush()
    await enqueue(session, record.id, name=record.name, interview_id=record.interview_id)


async def locked_record(session: AsyncSession, key: str) -> TaskRecord | None:
    """Return the record of a key, its interview and itself locked."""
    found = (
        await session.execute(select(TaskRecord.id, TaskRecord.interview_id).where(TaskRecord.key == key))
    ).one_or_none()
    if found is None:
        return None
    if found.interview_id is not None:
        try:
            await InterviewRepository(session).locked(found.interview_id)
        except NotFoundError:
            return None
    record: TaskRecord | None = await session.get(
        TaskRecord, found.id, with_for_update={"key_share": True}, populate_existing=True
    )
    return record


async def _task(session: AsyncSession, report: TaskReport) -> None:
    spec = BY_NAME.get(report.name)
    if spec is None:
        log.warning("report of an unknown task", task=report.name[:80])
    elif spec.recorded:
        await _recorded(session, spec, report)
    else:
        await _live(session, spec, report)


async def _recorded(session: AsyncSession, spec: TaskSpec[Any, Any], report: TaskReport) -> None:
    record = await locked_record(session, report.key)
    if record is None or record.name != report.name or record.state in DONE:
        return
    outcome, result, error = report.outcome, None, None
    if isinstance(outcome, Success):
        result = _validated(spec, outcome.result)
        if result is None or strays(record.payload, result):
            error = TaskError(code=ErrorCode.ENGINE_OUTPUT_INVALID, retryable=True)
    else:
        error = outcome.error
    if error is not None and report.attempt < record.attempt:
        return
    _note_times(record, report)
    record.passed_over = ((record.passed_over or ()) + report.passed_over)[:_MOST_PASSED_OVER] or None
    if error is None:
        await _succeed(session, record, result, report.engine)
    elif error.retryable and record.attempt < record.max_attempts:
        await try_again(session, record)
    else:
        await fail(session, record, error)


async def _succeed(
    session: AsyncSession, record: TaskRecord, result: Message | None, engine: EngineInfo | None
) -> None:
    record.state, record.lease_until, record.error_code = TaskState.SUCCEEDED, None, None
    record.engine = engine
    record.received_at = await _now(session)
    await session.flush()
    log.info("task done", task=record.name, attempt=record.attempt, key=record.key, **_durations(record))
    handler = HANDLERS.get(record.name)
    if handler is not None:
        await handler.succeeded(session, record, result, engine)


async def _live(session: AsyncSession, spec: TaskSpec[Any, Any], report: TaskReport) -> None:
    handler = LIVE_HANDLERS.get(spec.name)
    if handler is None:
        return
    if isinstance(report.outcome, Success):
        result = _validated(spec, report.outcome.result)
        if result is not None:
            await handler.succeeded(session, result, report.engine)
            return
        error = TaskError(code=ErrorCode.ENGINE_OUTPUT_INVALID, retryable=False)
    else:
        error = report.outcome.error
    if handler.failed is not None:
        await handler.failed(session, report.key, report.correlation_id, error)


def _validated(spec: TaskSpec[Any, Any], result: dict[str, Any]) -> Message | None:
    try:
        validated: Message = spec.result.model_validate(result)
    except ValidationError as error:
        # The message of a validation error repeats the value; its places do not.
        places = [".".join(str(part) for part in item["loc"]) for item in error.errors()]
        log.warning("result does not validate", task=spec.name, places=places[:10])
        return None
    return validated


def strays(payload: Mapping[str, Any], result: Message) -> bool:
    """Tell whether a result names another file than the one that the task was told to write.

    Workers read strangers' files; none of them may make the core serve a file of another person.
    """
    file = getattr(result, "file", None)
    return isinstance(file, FileRef) and file.path != payload.get("target")


def _note_times(record: TaskRecord, report: TaskReport) -> None:
    record.sent_at, record.started_at, record.finished_at = report.sent_at, report.started_at, report.finished_at


def _durations(record: TaskRecord) -> dict[str, float]:
    """Return the parts of a task's time in seconds, as far as they are known."""
    steps = {"queued": (record.sent_at, record.started_at), "worked": (record.started_at, record.finished_at)}
    return {
        name: round(max(end - begin, timedelta(0)).total_seconds(), 4)
        for name, (begin, end) in steps.items()
        if begin is not None and end is not None
    }


async def _now(session: AsyncSession) -> Any:
    return (await session.execute(select(func.clock_timestamp()))).scalar_one()
