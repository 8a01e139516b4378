"""What engines the workers offer."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.engines.repository import EngineRepository
from backend_core.engines.schemas import EngineOut, PassedOverOut
from backend_core.models import EngineStatus
from backend_core.persistence import transaction_memo
from interview_contracts.reports import EnginesReport
from interview_contracts.vocabulary import Capability, EngineQuality, Language

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
    """Return each engine and model once with what was said of it last; live and better ones come first.

    Within a transaction they are read once.
    """
    known: list[EngineOut] | None = transaction_memo(session).get(_MEMO)
    if known is not None:
        return known
    now = datetime.now(UTC)
    by_engine: dict[tuple[Capability, str, str], list[EngineStatus]] = defaultdict(list)
    for row in await EngineRepository(session).everything():
        by_engine[(row.capability, row.name, row.model)].append(row)
    found = [_out(rows, now=now) for rows in by_engine.values()]
    found.sort(key=_rank)
    transaction_memo(session)[_MEMO] = found
    return found


async def best_engine(session: AsyncSession, capability: Capability, language: Language | None) -> EngineOut | None:
    """Return the live, available engine of a capability for a language, None when there is none right now."""
    for engine in await list_engines(session):
        fits = language is None or not engine.languages or language in engine.languages
        if engine.capability is capability and engine.live and engine.available and fits:
            return engine
    return None


def _rank(one: EngineOut) -> tuple[object, ...]:
    capability, quality = list(Capability).index(one.capability), list(EngineQuality).index(one.quality)
    return capability, not one.live, not one.available, quality, one.name, one.model


def _out(rows: list[EngineStatus], *, now: datetime) -> EngineOut:
    newest = max(rows, key=lambda row: row.reported_at)
    live = [row for row in rows if now - row.reported_at <= LIVE_FOR]
    failed = [row for row in live if row.last_error_at is not None]
    last_failed = max(failed, key=lambda row: row.last_error_at or row.reported_at, default=None)
    asked = [row for row in live if row.latency_ms is not None]
    last_asked = max(asked, key=lambda row: row.reported_at, default=None)
    return EngineOut(
        capability=newest.capability,
        name=newest.name,
        version=newest.version,
        model=newest.model,
        device=newest.device,
        quality=newest.quality,
        languages=[Language(language) for language in newest.languages],
        available=newest.available,
        loaded=any(row.loaded for row in live),
        memory_mb=max((row.memory_mb for row in live if row.memory_mb is not None), default=None),
        device_memory_mb=max((row.device_memory_mb for row in live if row.device_memory_mb is not None), default=None),
        latency_ms=last_asked.latency_ms if last_asked else None,
        last_error=last_failed.last_error if last_failed else None,
        last_error_at=last_failed.last_error_at if last_failed else None,
        note=newest.note,
        passed_over=[PassedOverOut(**one.model_dump()) for one in newest.passed_over or ()],
        live=bool(live),
        workers=len({row.worker for row in live}),
        reported_at=newest.reported_at,
    )
