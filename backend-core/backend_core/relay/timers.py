"""Firing due timers. Several relays may try: one fires each timer, once."""

from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.errors import NotFoundError
from backend_core.interviews.handlers import timer_fired
from backend_core.interviews.repository import InterviewRepository
from backend_core.interviews.timers import database_now
from backend_core.models import Timer
from backend_core.persistence import Sessions

log = structlog.get_logger(__name__)

BATCH = 100
NOT_AHEAD = timedelta(0)


async def fire_due(sessions: Sessions, *, ahead: timedelta = NOT_AHEAD) -> int:
    """Fire what is due by the database's clock, which tests turn `ahead`. Returns how many fired."""
    async with sessions() as session:
        due = (
            await session.execute(
                select(Timer.id, Timer.interview_id)
                .where(
                    Timer.fired_at.is_(None),
                    Timer.cancelled_at.is_(None),
                    Timer.due_at <= func.clock_timestamp() + ahead,
                )
                .order_by(Timer.due_at)
                .limit(BATCH)
            )
        ).all()
    fired = 0
    for timer_id, interview_id in due:
        async with sessions() as session, session.begin():
            fired += await _fire(session, timer_id, interview_id, ahead)
    return fired


async def _fire(session: AsyncSession, timer_id: UUID, interview_id: UUID | None, ahead: timedelta) -> bool:
    """Fire one timer if it is still due. The interview's row is locked before the timer's, as everywhere."""
    if interview_id is not None:
        try:
            await InterviewRepository(session).locked(interview_id)
        except NotFoundError:
            return False
    timer = await session.scalar(
        select(Timer)
        .where(
            Timer.id == timer_id,
            Timer.fired_at.is_(None),
            Timer.cancelled_at.is_(None),
            Timer.due_at <= func.clock_timestamp() + ahead,
        )
        .with_for_update(key_share=True, skip_locked=True)
    )
    if timer is None:
        return False
    timer.fired_at = await database_now(session)
    await session.flush()
    log.info("timer fired", kind=timer.kind, interview_id=str(interview_id))
    await timer_fired(session, timer)
    return True


async def seconds_to_next(sessions: Sessions) -> float | None:
    """Return how long it is until the next timer is due, None when none is set."""
    async with sessions() as session:
        wait: timedelta | None = await session.scalar(
            select(func.min(Timer.due_at) - func.clock_timestamp()).where(
                Timer.fired_at.is_(None), Timer.cancelled_at.is_(None)
            )
        )
    return None if wait is None else wait.total_seconds()
