"""What all engines share: their one error, deadlines, and the rows of the tables from which they are chosen."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from ai_worker.engines.options import EngineOptions
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode, TaskError
from interview_contracts.vocabulary import EngineQuality, Language

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
    """What an engine of every capability can say about itself. Never loads a model to say it.

    An engine that works in a thread of its own may have `stuck_s() -> float`: for how many seconds work goes on that
    was told to end. A process whose engine is stuck is replaced.
    """

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


def _no_files(_: EngineConfig) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineEntry(Generic[EngineT]):
    """A row of a registry table.

    `create` imports vendor code and builds the engine; it raises `EngineError`. `missing` names in one English
    sentence what the engine lacks to run here, and returns "" when it can run; it must be cheap and import nothing.
    `files` are the model files that it would load, relative to the models folder: a change of them has the engine tried
    again. `remark` says what a reader of the status page should know when `auto` took this engine, such as that no
    model file was found; it may look at files and returns "" for nothing. `languages` are those that the engine
    handles; where they depend on the configuration, a function of it.

    `quality` is that of `describe`, said without building the engine. An engine of demonstration quality never takes
    over from a better one that is installed and does not load. `spare` marks the engine that needs no model and answers
    a single live request which a better engine did not answer in time.
    """

    create: Callable[[EngineConfig], EngineT]
    missing: Callable[[EngineConfig], str] = _nothing
    files: Callable[[EngineConfig], tuple[str, ...]] = _no_files
    remark: Callable[[EngineConfig], str] = _nothing
    languages: tuple[Language, ...] | Callable[[EngineConfig], tuple[Language, ...]] = (Language.KO, Language.EN)
    quality: EngineQuality = EngineQuality.PRODUCTION
    spare: bool = False

    def languages_here(self, config: EngineConfig) -> tuple[Language, ...]:
        """Return the languages that the engine handles under this configuration."""
        return self.languages(config) if callable(self.languages) else self.languages
