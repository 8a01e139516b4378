"""What all engines share: their one error, deadlines, and how an engine is chosen by name."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from ai_worker.engines.options import EngineOptions
from interview_contracts.engines import EngineInfo, EngineStatus
from interview_contracts.errors import ErrorCode, TaskError
from interview_contracts.vocabulary import Language

AUTO = "auto"
"""Engine name that takes the first usable engine of a table."""


class EngineError(Exception):
    """The only error that leaves an engine.

    It carries a code and no text: an engine's own message may quote a candidate's words. `retryable` tells whether
    the same request may succeed later or on another worker.
    """

    def __init__(self, code: ErrorCode, *, retryable: bool) -> None:
        super().__init__(code.value)
        self.code = code
        self.retryable = retryable

    def as_task_error(self) -> TaskError:
        """Return the error as the value that a task reports."""
        return TaskError(code=self.code, retryable=self.retryable)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A point of the monotonic clock, in seconds, after which a result is of no use."""

    at: float = float("inf")

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """Return the deadline that many seconds from now."""
        return cls(time.monotonic() + seconds)

    def remaining_s(self) -> float:
        """Return the seconds left, never below zero; infinite where there is no deadline."""
        return max(0.0, self.at - time.monotonic())

    def check(self) -> None:
        """Raise `EngineError(ENGINE_TIMEOUT)` when the deadline has passed."""
        if self.remaining_s() <= 0.0:
            raise EngineError(ErrorCode.ENGINE_TIMEOUT, retryable=True)


NO_DEADLINE = Deadline()


class Engine(Protocol):
    """What an engine of every capability can say about itself. Never loads a model to say it."""

    def describe(self) -> EngineInfo:
        """Return the identity that is stored with every result of this engine."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineConfig:
    """What factories may depend on.

    `models_dir` is the folder of fetched model files; it need not exist. `options` are the deployment's settings of
    engines, such as an address or a model file.
    """

    models_dir: Path = Path("models")
    options: EngineOptions = field(default_factory=EngineOptions)


EngineT = TypeVar("EngineT", bound=Engine)


def _nothing(_: EngineConfig) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineEntry(Generic[EngineT]):
    """A row of a registry table.

    `create` imports vendor code and builds the engine; it raises `EngineError`. `missing` names in one English
    sentence what the engine lacks to run here, and returns "" when it can run; it must be cheap and import nothing.
    `remark` says what a reader of the status page should know when `auto` took this engine, such as that no model file
    was found; it may look at files and returns "" for nothing. `languages` are those that the engine handles.
    """

    create: Callable[[EngineConfig], EngineT]
    missing: Callable[[EngineConfig], str] = _nothing
    remark: Callable[[EngineConfig], str] = _nothing
    languages: tuple[Language, ...] = (Language.KO, Language.EN)


@dataclass(frozen=True, slots=True)
class Resolved(Generic[EngineT]):
    """A chosen engine and, in `note`, why a better one was passed over ("" when none was)."""

    name: str
    engine: EngineT
    note: str
    languages: tuple[Language, ...]

    def status(self) -> EngineStatus:
        """Return the row of the status page."""
        return EngineStatus(engine=self.engine.describe(), languages=self.languages, note=self.note[:300])


def resolve(table: Mapping[str, EngineEntry[EngineT]], choice: str, config: EngineConfig) -> Resolved[EngineT]:
    """Build the engine named `choice`; `auto` takes the first row of the table that lacks nothing.

    The order of the table is the order of preference. Raises `EngineError(ENGINE_UNAVAILABLE)`, not retryable, when
    the name is unknown, the named engine lacks something, or `auto` finds none.
    """
    if choice != AUTO:
        entry = table.get(choice)
        if entry is None or entry.missing(config):
            raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
        return Resolved(choice, entry.create(config), "", entry.languages)
    passed_over: list[str] = []
    for name, entry in table.items():
        reason = entry.missing(config)
        if reason:
            passed_over.append(f"{name}: {reason}")
            continue
        notes = [*passed_over, entry.remark(config)]
        return Resolved(name, entry.create(config), "; ".join(note for note in notes if note), entry.languages)
    raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
