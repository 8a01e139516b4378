"""Leases of tasks that a worker holds: each report of its parent process lets the lease run anew."""

from datetime import timedelta

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.models import TaskRecord
from backend_core.models.vocabulary import TaskState
from interview_contracts.registry import BY_NAME
from interview_contracts.reports import TaskProgress

OVERTIME = timedelta(seconds=10)
"""A worker ends a task some seconds after its time limit; whoever still reports it after this is not believed."""


async def note_progress(session: AsyncSession, report: TaskProgress) -> None:
    """Let the lease of the reported attempt run anew, as long as the task may still take time.

    A longer lease stays: the last attempt has all the time that a worker may take, since after it a result is lost.
    Only the task's own row is locked, and only for the statement. A report of another attempt, or of a task that is
    done, changes nothing.
    """
    spec = BY_NAME.get(report.name)
    if spec is None or not spec.recorded:
        return
    now = func.clock_timestamp()
    # The time that counts is the core's: clocks of other machines may differ.
    begun = func.coalesce(TaskRecord.started_at, now)
    longest = timedelta(seconds=spec.time_limit_s) + OVERTIME
    await session.execute(
        update(TaskRecord)
        .where(
            TaskRecord.key == report.key,
            TaskRecord.name == report.name,
            TaskRecord.attempt == report.attempt,
            TaskRecord.state == TaskState.SENT,
            begun + longest > now,
        )
        .values(
            started_at=begun,
            progressed_at=now,
            lease_until=func.greatest(TaskRecord.lease_until, now + timedelta(seconds=spec.lease_s)),
        )
        .execution_options(synchronize_session=False)
    )
