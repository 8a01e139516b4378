"""Noticing that Redis has lost everything, and giving it back what the interviews need."""

from uuid import uuid4

import structlog
from sqlalchemy import func, select

from backend_core.events.publish import publish
from backend_core.interviews.execution import state_changed
from backend_core.interviews.machine.snapshot import CLOSED_STATES
from backend_core.interviews.repository import InterviewRepository
from backend_core.interviews.storage import read_snapshot
from backend_core.models import Interview, TaskRecord
from backend_core.models.vocabulary import TaskState
from backend_core.relay.outbox import Outlets
from backend_core.tasks.send import enqueue
from interview_contracts import events
from interview_contracts.vocabulary import InterviewState

log = structlog.get_logger(__name__)

MARKER = "core:epoch"
"""Key that is there as long as Redis remembers what was published."""

_LOCK = 0x65706F6368


async def check_epoch(outlets: Outlets) -> bool:
    """Return whether Redis was found empty, in which case everything unfinished is published again.

    The marker is set after the commit: a relay that dies before repeats the work, which is harmless.
    """
    if await outlets.redis.get(MARKER) is not None:
        return False
    async with outlets.sessions() as session, session.begin():
        await session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        if await outlets.redis.get(MARKER) is not None:
            return False
        unfinished = (
            await session.scalars(
                select(TaskRecord)
                .where(TaskRecord.state == TaskState.SENT)
                .order_by(TaskRecord.created_at)
                .with_for_update(key_share=True, skip_locked=True)
            )
        ).all()
        for record in unfinished:
            record.state, record.lease_until = TaskState.PENDING, None
            await enqueue(session, record.id, name=record.name, interview_id=record.interview_id)
        repository = InterviewRepository(session)
        waiting = await session.scalars(
            select(Interview.id).where(Interview.state.not_in(CLOSED_STATES), Interview.state != InterviewState.CREATED)
        )
        for interview_id in waiting.all():
            snapshot = read_snapshot(await repository.rows(await repository.shown(interview_id)))
            await publish(session, state_changed(snapshot))
            turn = snapshot.open_turn
            if snapshot.state is InterviewState.ANSWERING and turn is not None:
                await publish(
                    session,
                    events.AnswerOpened(interview_id=interview_id, turn_id=turn.id, language=snapshot.language),
                )
        log.warning("redis was empty", tasks=len(unfinished))
    await outlets.redis.set(MARKER, uuid4().hex, nx=True)
    return True
