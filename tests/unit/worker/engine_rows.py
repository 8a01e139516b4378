"""Scripted engines in scripted tables: what loads, what does not, and what time it is."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ai_worker.engines.base import EngineConfig, EngineEntry
from ai_worker.engines.chain import Chain
from ai_worker.engines.footprint import Footprint
from ai_worker.engines.registry import Engines
from ai_worker.pool.crashes import Crashes
from ai_worker.settings import WorkerSettings
from interview_contracts.engines import EngineInfo
from interview_contracts.vocabulary import Capability, EngineQuality


class Clock:
    """Seconds since the epoch that pass when told."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


class Loads:
    """Loads that are done when told, as those in a thread are done some time later."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def __call__(self, work: Callable[[], None]) -> None:
        self.waiting.append(work)

    def finish(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


def at_once(work: Callable[[], None]) -> None:
    work()


class Scripted:
    """An engine that loads, or raises what its row says; rows remember how often that was tried."""

    def __init__(self, row: "Row") -> None:
        self.row = row

    def describe(self) -> EngineInfo:
        return EngineInfo(capability=Capability.LLM, name=self.row.name, version="1", quality=self.row.quality)

    def stuck_s(self) -> float:
        return self.row.stuck_s

    def load(self) -> None:
        self.row.loads += 1
        if self.row.broken is not None:
            raise self.row.broken


class Row:
    """A row whose state a test may change: `lacking` is what is missing, `broken` what its load raises."""

    def __init__(
        self,
        name: str,
        *,
        lacking: str = "",
        broken: BaseException | None = None,
        quality: EngineQuality = EngineQuality.PRODUCTION,
        spare: bool = False,
        files: Sequence[str] = (),
    ) -> None:
        self.name, self.lacking, self.broken, self.quality = name, lacking, broken, quality
        self.loads = 0
        self.stuck_s = 0.0
        self.entry: EngineEntry[Any] = EngineEntry(
            create=lambda _: Scripted(self),
            missing=lambda _: self.lacking,
            files=lambda _: tuple(files),
            quality=quality,
            spare=spare,
        )


def rules() -> Row:
    return Row("rules", quality=EngineQuality.BASIC, spare=True)


def table(*rows: Row) -> Mapping[str, EngineEntry[Any]]:
    return {row.name: row.entry for row in rows}


def chain(
    *rows: Row,
    choice: str = "auto",
    clock: Clock | None = None,
    later: Callable[[Callable[[], None]], None] = at_once,
    crashes: Crashes | None = None,
    models_dir: Path = Path("nowhere"),
    measure: Callable[[], Footprint] = lambda: Footprint(100),
    changed: Callable[[], None] = lambda: None,
) -> Chain[Any]:
    return Chain(
        Capability.LLM,
        table(*rows),
        choice,
        EngineConfig(models_dir=models_dir),
        crashes=crashes,
        clock=clock or Clock(),
        later=later,
        measure=measure,
        changed=changed,
    )


def engines(
    *rows: Row,
    later: Callable[[Callable[[], None]], None] = at_once,
    crashes: Crashes | None = None,
    clock: Clock | None = None,
    **settings: Any,
) -> Engines:
    return Engines(
        WorkerSettings.model_validate({"models_dir": Path("nowhere"), **settings}),
        table=lambda _: table(*rows),
        later=later,
        crashes=crashes,
        clock=clock or Clock(),
    )
