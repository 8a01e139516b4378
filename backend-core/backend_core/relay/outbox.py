"""Publishing the outbox: tasks to their queues, events to their interview's stream, in the order of their rows."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

import structlog
from kombu.exceptions import KombuError
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.interviews.timers import database_now
from backend_core.models import Outbox, TaskRecord
from backend_core.models.vocabulary import OutboxKind, TaskState
from backend_core.persistence import Sessions
from interview_contracts.envelopes import TaskEnvelope
from interview_contracts.events import STREAM_FIELD, STREAM_MAX_LENGTH, stream_key
from interview_contracts.queues import Queue
from interview_contracts.registry import BY_NAME

log = structlog.get_logger(__name__)

BROKER_ERRORS = (RedisError, KombuError, OSError, TimeoutError)
"""What the clients of the broker raise when it is away; the row waits."""

BATCH = 100
STREAM_LIFE = timedelta(days=2)
_LOCK = 0x6F7574626F78
"""Key of the advisory lock that one publishing relay holds, so that the order of rows is the order of messages."""


class TaskSender(Protocol):
    """The broker."""

    async def send(self, *, name: str, queue: Queue, priority: int, envelope: TaskEnvelope) -> None:
        """Publish one task. Raises when the broker does not take it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlets:
    """Where the relay takes from and brings to, and how long it keeps what has done its work."""

    sessions: Sessions
    redis: Redis
    sender: TaskSender
    uploads: Path
    work_kept_for: timedelta = timedelta(days=30)
    interviews_kept_for: timedelta = timedelta(days=180)


async def publish_batch(outlets: Outlets) -> int:
    """Publish waiting rows and return how many. What was published stays so when the broker fails in between.

    A relay that dies between publishing and committing publishes again: consumers expect that.
    """
    failure: Exception | None = None
    published: list[UUID] = []
    async with outlets.sessions() as session, session.begin():
        if not await session.scalar(select(func.pg_try_advisory_xact_lock(_LOCK))):
            return 0
        rows = await session.scalars(
            select(Outbox)
            .where(Outbox.published_at.is_(None))
            .order_by(Outbox.number)
            .limit(BATCH)
            .with_for_update(key_share=True, skip_locked=True)
        )
        for row in rows.all():
            try:
                if row.kind is OutboxKind.TASK:
                    await _publish_task(outlets, session, row)
                else:
                    await _publish_event(outlets.redis, row)
            except SQLAlchemyError:
                raise
            except BROKER_ERRORS as error:
                failure = error
                break
            except Exception as error:  # a row that can never be published must not hold up the others
                log.error("outbox row cannot be published", row=str(row.id), name=row.name, error=type(error).__name__)
            published.append(row.id)
        await session.flush()
        if published:
            mark = update(Outbox).where(Outbox.id.in_(published)).values(published_at=func.clock_timestamp())
            await session.execute(mark.execution_options(synchronize_session=False))
    if failure is not None:
        raise failure
    return len(published)


async def _publish_task(outlets: Outlets, session: AsyncSession, row: Outbox) -> None:
    record = await session.get(
        TaskRecord, row.task_record_id, with_for_update={"key_share": True}, populate_existing=True
    )
    if record is None or record.state not in {TaskState.PENDING, TaskState.SENT}:
        return
    spec = BY_NAME[record.name]
    now = await database_now(session)
    attempt = max(record.attempt, 1)
    await outlets.sender.send(
        name=spec.name,
        queue=spec.queue,
        priority=spec.priority,
        envelope=TaskEnvelope(
            task_id=record.id,
            key=record.key,
            attempt=attempt,
            correlation_id=record.correlation_id,
            sent_at=now,
            deadline=record.deadline,
            payload=record.payload,
        ),
    )
    record.attempt, record.state, record.sent_at = attempt, TaskState.SENT, now
    record.lease_until = lease_end(now, spec_lease_s=spec.lease_s, limit_s=spec.time_limit_s, last=_is_last(record))


def lease_end(now: datetime, *, spec_lease_s: float, limit_s: float, last: bool) -> datetime:
    """Return until when a result is waited for. The last attempt has all the time that a worker may take."""
    return now + timedelta(seconds=max(spec_lease_s, limit_s) if last else spec_lease_s)


def _is_last(record: TaskRecord) -> bool:
    return record.attempt >= record.max_attempts


async def _publish_event(redis: Redis, row: Outbox) -> None:
    if row.interview_id is None:
        return
    key = stream_key(row.interview_id)
    async with redis.pipeline(transaction=False) as pipe:
        pipe.xadd(
            key,
            {STREAM_FIELD: json.dumps(row.payload, ensure_ascii=False, separators=(",", ":"))},
            maxlen=STREAM_MAX_LENGTH,
            approximate=True,
        )
        pipe.expire(key, STREAM_LIFE)
        await pipe.execute()
