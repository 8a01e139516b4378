"""Deleting what is no longer needed: files that may not be kept, and rows that have done their work."""

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select

from backend_core.answers.retention import delete_live_segments, delete_unwanted_recordings
from backend_core.emotions.service import delete_unwanted as delete_unwanted_emotions
from backend_core.interviews.machine.snapshot import CLOSED_STATES
from backend_core.models import Interview, Outbox, TaskRecord, Timer
from backend_core.models.base import Entity
from backend_core.persistence import Sessions
from backend_core.relay.outbox import Outlets
from backend_core.resumes.retention import delete_unwanted_resumes
from backend_core.retention.files import delete_files
from backend_core.retention.service import BATCH as OVERDUE_BATCH
from backend_core.retention.service import erase_overdue
from backend_core.tasks.results import DONE

BATCH = 1000
"""Rows that one transaction deletes."""

PUBLISHED_KEPT_FOR = timedelta(hours=1)


async def tidy(outlets: Outlets) -> None:
    """Take one look at everything that may be deleted."""
    await delete_unwanted_recordings(outlets.sessions, outlets.uploads)
    await delete_live_segments(outlets.sessions, outlets.uploads)
    await delete_unwanted_resumes(outlets.sessions, outlets.uploads)
    await delete_unwanted_emotions(outlets.sessions)
    await delete_files(outlets.sessions, outlets.redis, outlets.uploads)
    await prune(outlets.sessions, work_kept_for=outlets.work_kept_for)


async def keep_time(outlets: Outlets) -> bool:
    """Erase what has been kept for too long; return whether there may be more of it."""
    erased = await erase_overdue(outlets.sessions, kept_for=outlets.interviews_kept_for)
    await delete_files(outlets.sessions, outlets.redis, outlets.uploads, within=None)
    return erased == OVERDUE_BATCH


async def prune(sessions: Sessions, *, work_kept_for: timedelta) -> int:
    """Delete published rows of the outbox, and, when `work_kept_for` is over, fired timers and finished task records.

    The record of a task keeps it from being done twice: those of an interview stay as long as it goes on. Returns the
    number of rows.
    """
    before = func.clock_timestamp() - work_kept_for
    over = select(Interview.id).where(Interview.state.in_(CLOSED_STATES))
    deleted = await _delete(sessions, Outbox, Outbox.published_at < func.clock_timestamp() - PUBLISHED_KEPT_FOR)
    deleted += await _delete(sessions, Timer, or_(Timer.fired_at < before, Timer.cancelled_at < before))
    deleted += await _delete(
        sessions,
        TaskRecord,
        TaskRecord.state.in_(DONE),
        TaskRecord.updated_at < before,
        or_(TaskRecord.interview_id.is_(None), TaskRecord.interview_id.in_(over)),
    )
    return deleted


async def _delete(sessions: Sessions, table: type[Entity], *conditions: ColumnElement[bool]) -> int:
    rows = select(table.id).where(*conditions).limit(BATCH).with_for_update(key_share=True, skip_locked=True)
    deleted = 0
    while True:
        async with sessions() as session, session.begin():
            gone = (await session.scalars(delete(table).where(table.id.in_(rows)).returning(table.id))).all()
        deleted += len(gone)
        if len(gone) < BATCH:
            return deleted
