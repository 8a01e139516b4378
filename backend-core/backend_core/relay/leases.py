"""Work that was sent and of which nothing is heard: it is sent again, and in the end given up."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from redis.asyncio import Redis
from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.errors import NotFoundError
from backend_core.interviews.repository import InterviewRepository
from backend_core.interviews.timers import database_now
from backend_core.models import TaskRecord
from backend_core.models.vocabulary import TaskState
from backend_core.relay.outbox import Outlets
from backend_core.relay.timers import NOT_AHEAD
from backend_core.tasks.results import fail, try_again
from interview_contracts.errors import ErrorCode, TaskError
from interview_contracts.queues import PRIORITY_STEPS
from interview_contracts.registry import ALL_TASKS, BY_NAME
from interview_contracts.spec import TaskSpec

log = structlog.get_logger(__name__)

BATCH = 100
_PRIORITY_SEPARATOR = "\x06\x16"
_PATIENCE_LEASES = 10
_LONGEST_WAIT_TASKS = 100
"""A message that is still waiting after the time of so many of its queue's longest tasks counts as lost."""

_SHORTEST_EXTENSION_S = 0.5


async def renew_expired(outlets: Outlets, *, ahead: timedelta = NOT_AHEAD) -> int:
    """Look after the tasks whose lease has run out; returns how many were sent again or given up.

    A task that a worker was at work on and of which no worker tells any more is lost. While other work of the same
    queue still waits, a task that nobody has begun may be waiting too: its lease is prolonged and no attempt is lost,
    for ten leases and for as long as workers tell that they are at work on that queue. Not for ever: its message may be
    lost while the queue never runs dry.
    """
    async with outlets.sessions() as session:
        found = (
            await session.execute(
                select(TaskRecord.id, TaskRecord.interview_id, TaskRecord.name)
                .where(TaskRecord.state == TaskState.SENT, TaskRecord.lease_until <= func.clock_timestamp() + ahead)
                .order_by(TaskRecord.lease_until)
                .limit(BATCH)
            )
        ).all()
    changed = 0
    backlogs: dict[str, int] = {}
    for record_id, interview_id, name in found:
        spec = BY_NAME[name]
        if spec.queue not in backlogs:
            backlogs[spec.queue] = await backlog(outlets.redis, spec.queue)
        async with outlets.sessions() as session, session.begin():
            changed += await _renew(session, record_id, interview_id, spec, ahead, busy=backlogs[spec.queue] > 0)
    return changed


async def backlog(redis: Redis, queue: str) -> int:
    """Return how many messages wait in a queue, over all priorities."""
    async with redis.pipeline(transaction=False) as pipe:
        for step in PRIORITY_STEPS:
            pipe.llen(queue if step == 0 else f"{queue}{_PRIORITY_SEPARATOR}{step}")
        return sum(int(length) for length in await pipe.execute())


async def _renew(
    session: AsyncSession,
    record_id: UUID,
    interview_id: UUID | None,
    spec: TaskSpec,  # type: ignore[type-arg]
    ahead: timedelta,
    *,
    busy: bool,
) -> bool:
    if interview_id is not None:
        try:
            await InterviewRepository(session).locked(interview_id)
        except NotFoundError:
            return False
    record = await session.scalar(
        select(TaskRecord)
        .where(
            TaskRecord.id == record_id,
            TaskRecord.state == TaskState.SENT,
            TaskRecord.lease_until <= func.clock_timestamp() + ahead,
        )
        .with_for_update(key_share=True, skip_locked=True)
    )
    if record is None:
        return False
    now = await database_now(session)
    if busy and record.progressed_at is None and await _may_wait(session, record, spec, now + ahead):
        extension = max(spec.lease_s / 4, _SHORTEST_EXTENSION_S)
        record.lease_until = now + ahead + timedelta(seconds=extension)
        return False
    if record.attempt >= record.max_attempts:
        await fail(session, record, TaskError(code=ErrorCode.WORKER_LOST, retryable=False))
    else:
        log.warning("task sent again", task=record.name, key=record.key, attempt=record.attempt + 1)
        await try_again(session, record)
    return True


async def _may_wait(session: AsyncSession, record: TaskRecord, spec: TaskSpec, now: datetime) -> bool:  # type: ignore[type-arg]
    """Tell whether a task that nobody has begun may still be in its turn in the queue."""
    if record.sent_at is None:
        return False
    waited_s = (now - record.sent_at).total_seconds()
    if waited_s < spec.lease_s * _PATIENCE_LEASES:
        return True
    same_queue = [each for each in ALL_TASKS if each.queue is spec.queue and each.recorded]
    if waited_s > max(each.time_limit_s for each in same_queue) * _LONGEST_WAIT_TASKS:
        return False
    recently = now - timedelta(seconds=max(each.lease_s for each in same_queue))
    names = [each.name for each in same_queue]
    moving = exists().where(TaskRecord.progressed_at > recently, TaskRecord.name.in_(names))
    return bool(await session.scalar(select(moving)))
