"""Queries of engine reports."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from backend_core.models import EngineStatus
from backend_core.models.base import uuid7
from backend_core.persistence import Repository
from interview_contracts.reports import EnginesReport


class EngineRepository(Repository[EngineStatus]):
    """What worker processes said about their engines."""

    model = EngineStatus

    async def everything(self) -> list[EngineStatus]:
        """Return all rows, newest report first."""
        return await self.all(
            select(EngineStatus).order_by(EngineStatus.capability, EngineStatus.reported_at.desc(), EngineStatus.name)
        )

    async def save(self, report: EnginesReport) -> None:
        """Store a report; one that is older than what is stored changes nothing."""
        for status in report.engines:
            values = {
                "worker": report.worker,
                "capability": status.engine.capability,
                "name": status.engine.name,
                "version": status.engine.version,
                "model": status.engine.model,
                "quality": status.engine.quality,
                "languages": [language.value for language in status.languages],
                "available": status.available,
                "note": status.note,
                "reported_at": report.at,
            }
            statement = insert(EngineStatus).values(id=uuid7(), **values)
            await self.session.execute(
                statement.on_conflict_do_update(
                    index_elements=["worker", "capability", "name"],
                    set_=values,
                    where=EngineStatus.reported_at <= statement.excluded.reported_at,
                )
            )

    async def forget(self, *, before: datetime) -> None:
        """Delete what processes said before a time."""
        await self.session.execute(delete(EngineStatus).where(EngineStatus.reported_at < before))
