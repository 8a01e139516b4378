"""Queries of the health checks and the metrics."""

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.models import Interview, Outbox, TaskRecord


class HealthRepository:
    """Small questions to the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def revision(self) -> str | None:
        """Return the revision of the schema, None when there is none."""
        try:
            row = (await self._session.execute(text("SELECT version_num FROM alembic_version"))).first()
        except SQLAlchemyError:
            return None
        return str(row[0]) if row is not None else None

    async def interviews_by_state(self) -> dict[str, int]:
        """Return how many interviews are in each state."""
        rows = await self._session.execute(select(Interview.state, func.count()).group_by(Interview.state))
        return {state.value: number for state, number in rows}

    async def tasks_by_state(self) -> dict[tuple[str, str], int]:
        """Return how many tasks of each name are in each state."""
        rows = await self._session.execute(
            select(TaskRecord.name, TaskRecord.state, func.count()).group_by(TaskRecord.name, TaskRecord.state)
        )
        return {(name, state.value): number for name, state, number in rows}

    async def outbox_waiting(self) -> tuple[int, float]:
        """Return how many outbox rows wait, and the age of the oldest in seconds."""
        age = func.coalesce(func.extract("epoch", func.now() - func.min(Outbox.created_at)), 0)
        row = (await self._session.execute(select(func.count(), age).where(Outbox.published_at.is_(None)))).one()
        return int(row[0]), float(row[1])
