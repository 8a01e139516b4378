"""What engines the workers offer."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.engines.repository import EngineRepository
from backend_core.engines.schemas import EngineOut
from backend_core.models import EngineStatus
from backend_core.persistence import transaction_memo
from interview_contracts.reports import EnginesReport
from interview_contracts.vocabulary import Capability, Language

LIVE_FOR = timedelta(minutes=3)
"""Workers report every minute; after this long a silent one counts as gone."""

_KEPT_FOR = timedelta(days=1)
_MEMO = "engines"


async def record_engines(session: AsyncSession, report: EnginesReport) -> None:
    """Store what a worker process says about its engines, and forget processes that are long gone."""
    transaction_memo(session).pop(_MEMO, None)
    engines = EngineRepository(session)
    await engines.save(report)
    await engines.forget(before=datetime.now(UTC) - _KEPT_FOR)


async def list_engines(session: AsyncSession) -> list[EngineOut]:
    """Return each engine once with what was said of it last; engines of live processes come first.

    Within a transaction they are read once.
    """
    known: list[EngineOut] | None = transaction_memo(session).get(_MEMO)
    if known is not None:
        return known
    now = datetime.now(UTC)
    by_engine: dict[tuple[Capability, str], list[EngineStatus]] = defaultdict(list)
    for row in await EngineRepository(session).everything():
        by_engine[(row.capability, row.name)].append(row)
    found = [_out(rows, now=now) for rows in by_engine.values()]
    order = list(Capability)
    found.sort(key=lambda one: (order.index(one.capability), not one.live, not one.available, one.name))
    transaction_memo(session)[_MEMO] = found
    return found


async def best_engine(session: AsyncSession, capability: Capability, language: Language | None) -> EngineOut | None:
    """Return the live, available engine of a capability for a language, None when there is none right now."""
    for engine in await list_engines(session):
        fits = language is None or not engine.languages or language in engine.languages
        if engine.capability is capability and engine.live and engine.available and fits:
            return engine
    return None


def _out(rows: list[EngineStatus], *, now: datetime) -> EngineOut:
    newest = max(rows, key=lambda row: row.reported_at)
    live = [row for row in rows if now - row.reported_at <= LIVE_FOR]
    return EngineOut(
        capability=newest.capability,
        name=newest.name,
        version=newest.version,
        model=newest.model,
        quality=newest.quality,
        languages=[Language(language) for language in newest.languages],
        available=newest.available,
        note=newest.note,
        live=bool(live),
        workers=len({row.worker for row in live}),
        reported_at=newest.reported_at,
    )
