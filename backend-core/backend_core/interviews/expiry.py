"""When an interview ends because its time has passed. A deadline that was moved counts, whoever moved it."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.interviews import runner, timers
from backend_core.interviews.machine import events as ev
from backend_core.interviews.machine.snapshot import CLOSED_STATES
from backend_core.interviews.repository import InterviewRepository
from backend_core.models import Interview, Invitation

ROOM_TIME = timedelta(hours=4)
"""A candidate who has begun in time may finish: this long after the start at the earliest the interview expires."""


async def deadline_of(session: AsyncSession, interview: Interview) -> datetime | None:
    """Return when an interview expires: the latest of its own deadline, the invitation's, and the time in the room."""
    invitation = None
    if interview.invitation_id is not None:
        invitation = await session.get(Invitation, interview.invitation_id, populate_existing=True)
    own = None if interview.expires_at is None and invitation is None else interview.expires_at
    times = [own, None if invitation is None else invitation.expires_at]
    if interview.started_at is not None and any(times):
        times.append(interview.started_at + ROOM_TIME)
    return max((time for time in times if time is not None), default=None)


async def schedule_expiry(session: AsyncSession, interview: Interview) -> None:
    """Set the timer that ends the interview when its time has passed. To be called when its deadline has changed."""
    due_at = await deadline_of(session, interview)
    if due_at is not None and interview.state not in CLOSED_STATES:
        await timers.set_timer(session, timers.EXPIRY, interview_id=interview.id, due_at=due_at)


async def expire_if_due(session: AsyncSession, interview_id: UUID) -> None:
    """Close the interview if its time has passed, else set the timer anew."""
    interview = await InterviewRepository(session).locked(interview_id)
    due_at = await deadline_of(session, interview)
    if due_at is not None and due_at > await timers.database_now(session):
        await schedule_expiry(session, interview)
    else:
        await runner.apply(session, interview_id, ev.Expire())
