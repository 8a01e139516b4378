"""Queries of engine reports."""

from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects.postgresql import insert

from backend_core.models import EngineStatus
from backend_core.models.base import uuid7
from backend_core.persistence import Repository
from interview_contracts.reports import EnginesReport
from interview_contracts.vocabulary import Capability


class EngineRepository(Repository[EngineStatus]):
    """What worker processes said about their engines."""

    model = EngineStatus

    async def everything(self) -> list[EngineStatus]:
        """Return all rows, newest report first."""
        return await self.all(
            select(EngineStatus).order_by(EngineStatus.capability, EngineStatus.reported_at.desc(), EngineStatus.name)
        )

    async def save(self, report: EnginesReport) -> None:
        """Store a report; one that is older than what is stored changes nothing.

        A worker uses one engine a capability: what it said of another one before is forgotten.
        """
        for status in report.engines:
            if await self._knows_better(report, status.engine.capability):
                continue
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
                "passed_over": status.passed_over,
                "device": status.engine.device,
                "loaded": status.loaded,
                "memory_mb": status.memory_mb,
                "device_memory_mb": status.device_memory_mb,
                "latency_ms": status.latency_ms,
                "last_error": status.last_error,
                "last_error_at": status.last_error_at,
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
            await self.session.execute(
                delete(EngineStatus).where(
                    EngineStatus.worker == report.worker,
                    EngineStatus.capability == status.engine.capability,
                    EngineStatus.name != status.engine.name,
                    EngineStatus.reported_at <= report.at,
                )
            )

    async def _knows_better(self, report: EnginesReport, capability: Capability) -> bool:
        newer = exists().where(
            EngineStatus.worker == report.worker,
            EngineStatus.capability == capability,
            EngineStatus.reported_at > report.at,
        )
        return bool(await self.session.scalar(select(newer)))

    async def forget(self, *, before: datetime) -> None:
        """Delete what processes said before a time."""
        await self.session.execute(delete(EngineStatus).where(EngineStatus.reported_at < before))
