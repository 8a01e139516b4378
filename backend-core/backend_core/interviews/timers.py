"""Timers are rows with a due time of the database's clock; the relay fires them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.models import Timer, uuid7
from backend_core.tasks.send import wake_relay

EXPIRY = "interview.expiry"
LIVE_TRANSCRIPT = "answer.live_transcript"
LATE_CHUNKS = "answer.late_chunks"


def timer_key(kind: str, interview_id: UUID, turn_id: UUID | None = None) -> str:
    """Return the key of a timer: one exists for a kind, interview and turn."""
    return f"{kind}:{turn_id or interview_id}"


async def database_now(session: AsyncSession) -> datetime:
    """Return the database's present moment (not the beginning of the transaction)."""
    now: datetime = (await session.execute(select(func.clock_timestamp()))).scalar_one()
    return now


async def set_timer(
    session: AsyncSession,
    kind: str,
    *,
    interview_id: UUID,
    turn_id: UUID | None = None,
    after_s: float | None = None,
    due_at: datetime | None = None,
) -> datetime:
    """Set (or set anew) a timer to go off in `after_s` seconds or at `due_at`; returns when."""
    if due_at is None:
        due_at = await database_now(session) + timedelta(seconds=after_s or 0.0)
    payload: dict[str, Any] | None = None if turn_id is None else {"turn_id": str(turn_id)}
    statement = insert(Timer).values(
        id=uuid7(),
        interview_id=interview_id,
        kind=kind,
        key=timer_key(kind, interview_id, turn_id),
        due_at=due_at,
        payload=payload,
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[Timer.key], set_={"due_at": due_at, "fired_at": None, "cancelled_at": None}
        )
    )
    await wake_relay(session)
    return due_at


async def cancel_timer(session: AsyncSession, kind: str, *, interview_id: UUID, turn_id: UUID | None = None) -> None:
    """Make sure that a timer does not go off."""
    await session.execute(
        update(Timer)
        .where(
            Timer.key == timer_key(kind, interview_id, turn_id), Timer.fired_at.is_(None), Timer.cancelled_at.is_(None)
        )
        .values(cancelled_at=func.clock_timestamp())
    )


async def is_pending(session: AsyncSession, kind: str, *, interview_id: UUID, turn_id: UUID | None = None) -> bool:
    """Return whether a timer is set and has not gone off."""
    statement = select(Timer.id).where(
        Timer.key == timer_key(kind, interview_id, turn_id), Timer.fired_at.is_(None), Timer.cancelled_at.is_(None)
    )
    return (await session.scalar(statement)) is not None
