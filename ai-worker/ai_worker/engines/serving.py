"""An engine at work in this process, and how it does."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic

from ai_worker.engines.base import EngineEntry, EngineT
from ai_worker.engines.footprint import Footprint
from interview_contracts.engines import EngineInfo, EngineStatus, PassedOver
from interview_contracts.errors import ErrorCode

NOTE_LENGTH = 300


@dataclass(slots=True)
class Health:
    """Time of the last request in milliseconds and the last failure.

    `absences` counts failures in a row for want of the engine, `overruns` prompt work in a row that it did not finish
    in time; until `rests_until` (seconds since the epoch) it is not asked for prompt work.
    """

    latency_ms: int | None = None
    last_error: ErrorCode | None = None
    last_error_at: datetime | None = None
    absences: int = 0
    overruns: int = 0
    rests_until: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving(Generic[EngineT]):
    """An engine that was loaded, and how it does since."""

    name: str
    engine: EngineT
    info: EngineInfo
    entry: EngineEntry[Any]
    growth: Footprint
    health: Health = field(default_factory=Health)

    def status(self, languages: tuple[Any, ...], passed_over: tuple[PassedOver, ...], note: str) -> EngineStatus:
        """Return the row of the status page."""
        return EngineStatus(
            engine=self.info,
            languages=languages,
            note=note[:NOTE_LENGTH],
            passed_over=passed_over,
            loaded=True,
            memory_mb=self.growth.memory_mb,
            device_memory_mb=self.growth.device_memory_mb,
            latency_ms=self.health.latency_ms,
            last_error=self.health.last_error,
            last_error_at=self.health.last_error_at,
        )
