"""The engines of one capability in one process: the best that can be loaded serves, the next stands behind it.

Model engines are loaded in a thread of their own: a load takes as long as it takes, and no task's time limit ends it.
Until the first load is over, a request may wait or have the spare engine answer. An engine that does not load is set
aside with a reason, the next row takes over, and it is tried again after a while or when its files have changed
(`aside.py`).
"""

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Final, Generic

import structlog

from ai_worker.engines.aside import FIRST_REST_S, SetAside
from ai_worker.engines.base import AUTO, NO_DEADLINE, Deadline, EngineConfig, EngineEntry, EngineError, EngineT
from ai_worker.engines.footprint import Footprint, footprint
from ai_worker.engines.serving import NOTE_LENGTH, Serving
from ai_worker.engines.work_thread import start
from ai_worker.model_files.manifest import damaged
from ai_worker.pool.crashes import Crashes
from ai_worker.traces import where
from interview_contracts.engines import EngineFailure, EngineInfo, EngineStatus, PassedOver
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, EngineQuality

log = structlog.get_logger(__name__)

NO_ENGINE: Final = "none"
"""Name that stands in a status where no engine is there."""

LOOK_S: Final = 5.0
"""Time between two looks for a better engine than the one that serves."""

STUCK_S: Final = 10.0
"""Work that goes on for so long after it was told to end will not end."""

LONGEST_LOAD_S: Final = 1800.0
"""A load that goes on for so long will not end: the largest file is read and checked in a few minutes."""

MOST_ABSENCES: Final = 3
"""So many requests in a row that failed for want of the model's server or of memory set an engine aside."""

MOST_OVERRUNS: Final = 3
"""So much prompt work in a row that an engine did not finish in time, and the spare one does it at once for a while."""

LONGEST_PROMPT_REST_S: Final = 600.0

_NOTHING: Final = "No engine for this capability is installed."
_ABSENT: Final = frozenset({ErrorCode.ENGINE_UNAVAILABLE, ErrorCode.OUT_OF_MEMORY})

Later = Callable[[Callable[[], None]], None]


def in_a_thread(work: Callable[[], None]) -> None:
    """Do the work in a thread that does not hold the process back from ending.

    Raises `EngineError(OUT_OF_MEMORY)` when the system gives no thread.
    """
    start(threading.Thread(target=work, name="engine-load", daemon=True))


class Chain(Generic[EngineT]):
    """The engines of one capability. `choice` is the name of one row, or `auto` for all, best first.

    `clock` gives seconds since the epoch, `later` does a load, `changed` is told whenever another engine serves; it is
    never called under the lock, as it may ask other chains.
    """

    def __init__(
        self,
        capability: Capability,
        table: Mapping[str, EngineEntry[EngineT]],
        choice: str,
        config: EngineConfig,
        *,
        crashes: Crashes | None = None,
        clock: Callable[[], float] = time.time,
        later: Later = in_a_thread,
        measure: Callable[[], Footprint] = footprint,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self.capability = capability
        self._forced = choice != AUTO
        self._rows = dict(table) if choice == AUTO else {choice: table[choice]} if choice in table else {}
        self._config = config
        self._crashes = crashes or Crashes()
        self._clock = clock
        self._later = later
        self._measure = measure
        self._changed = changed
        self._turn = threading.Condition()
        self._serving: Serving[EngineT] | None = None
        self._spare: Serving[EngineT] | None = None
        self._loading: str | None = None
        self._load_begun = 0.0
        self._aside = SetAside(
            self._rows, config, deaths=lambda name: self._crashes.deaths(self.work_of(name)), clock=clock
        )
        self._next_look = 0.0
        self._news = False

    def serving(self, *, wait: Deadline = NO_DEADLINE) -> Serving[EngineT]:
        """Return the engine that serves now.

        Waits while a better one is loaded for the first time, until the deadline. Raises
        `EngineError(ENGINE_UNAVAILABLE)`: retryable when an engine is still loaded or was set aside for a while.
        """
        with self._turn:
            self._look()
        self._tell()
        with self._turn:
            while self._hopeful():
                remaining_s = wait.remaining_s()
                if remaining_s <= 0.0:
                    raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=True)
                self._turn.wait(min(remaining_s, threading.TIMEOUT_MAX))
            if self._serving is None:
                hope = bool(self._aside) or self._loading is not None
                raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=hope)
            return self._serving

    def look(self) -> None:
        """Begin to load a better engine than the one that serves, where one may be tried now."""
        with self._turn:
            self._look()
        self._tell()

    def spare(self) -> Serving[EngineT] | None:
        """Return the engine that answers a live request in place of a better one; none beside a forced engine."""
        with self._turn:
            if self._forced:
                return None
            if self._serving is not None and self._serving.entry.spare:
                return self._serving
            return self._spare_loaded()

    def set_aside(self) -> tuple[PassedOver, ...]:
        """Return the engines better than the serving one that could not be loaded."""
        with self._turn:
            return tuple(one for one in self._passed_over() if one.code is not None)

    def away(self) -> bool:
        """Tell whether an engine better than the serving one is merely away: set aside, not found unfit."""
        with self._turn:
            names = [one.engine for one in self._passed_over() if one.code is not None]
            return any(name in self._aside and self._aside[name].away for name in names)

    def loading(self) -> str | None:
        """Return the name of the engine that is being loaded right now."""
        return self._loading

    def too_slow(self, served: Serving[EngineT]) -> bool:
        """Tell whether prompt work is not worth the engine's try: it has overrun again and again."""
        return self._clock() < served.health.rests_until

    def done(self, served: Serving[EngineT], took_s: float, *, prompt: bool = False) -> None:
        """Note that an engine has done a request; `prompt` where somebody waits for it."""
        served.health.latency_ms = round(took_s * 1000)
        served.health.absences = 0
        if prompt:
            served.health.overruns = 0
        self._crashes.survived(self.work_of(served.name))

    def failed(self, served: Serving[EngineT], code: ErrorCode, took_s: float, *, prompt: bool = False) -> None:
        """Note that an engine has failed a request; one that is away again and again is set aside."""
        health = served.health
        if prompt and code is ErrorCode.ENGINE_TIMEOUT:
            health.overruns += 1
            if health.overruns >= MOST_OVERRUNS:
                rest_s = min(FIRST_REST_S * 2.0 ** (health.overruns - MOST_OVERRUNS), LONGEST_PROMPT_REST_S)
                health.rests_until = self._clock() + rest_s
        health.latency_ms, health.last_error = round(took_s * 1000), code
        health.last_error_at = datetime.fromtimestamp(self._clock(), UTC)
        health.absences = health.absences + 1 if code in _ABSENT else 0
        with self._turn:
            if served is self._serving and not served.entry.spare and health.absences >= MOST_ABSENCES:
                self._serving = None
                reason = f"It failed {MOST_ABSENCES} requests in a row ({code.value})."
                self._aside.put(served.name, code, reason, away=True)
                self._news = True
                self._look()
        self._tell()

    def at_work(self, served: Serving[EngineT]) -> AbstractContextManager[None]:
        """Return a context that marks this process as working with the engine."""
        return self._crashes.at_work(self.work_of(served.name))

    def stuck(self) -> bool:
        """Tell whether work of the serving or the spare engine goes on long after it was told to end, or a load does
        not end; the process is counted as lost then.
        """
        loading = self._loading
        if loading is not None and self._clock() - self._load_begun >= LONGEST_LOAD_S:
            # Its mark of being at work stays behind and counts the process.
            log.error("engine.load_stuck", engine=loading)
            return True
        for served in (self._serving, self._spare):
            stuck_s = getattr(served.engine, "stuck_s", None) if served is not None else None
            if served is not None and stuck_s is not None and stuck_s() >= STUCK_S:
                log.error("engine.stuck", engine=served.name)
                self._crashes.note(self.work_of(served.name))
                return True
        return False

    def ended_processes(self) -> tuple[EngineFailure, ...]:
        """Return the engines at whose work a process died since that last succeeded."""
        died = (name for name in self._rows if self._crashes.deaths(self.work_of(name))[0])
        return tuple(EngineFailure(engine=name, code=ErrorCode.WORKER_LOST) for name in died)

    def files_of(self, name: str) -> tuple[str, ...]:
        """Return the model files of an engine, relative to the models folder."""
        return self._rows[name].files(self._config) if name in self._rows else ()

    def work_of(self, name: str) -> str:
        """Return under which name deaths at an engine's work are kept."""
        return f"{self.capability.value}:{name}"

    def status(self) -> EngineStatus:
        """Return this capability's row of the status page; builds and loads nothing."""
        with self._turn:
            passed_over = self._passed_over()
            note = "; ".join(f"{one.engine}: {one.reason}" for one in passed_over)
            if self._serving is not None:
                remark = "" if self._forced else self._serving.entry.remark(self._config)
                if self.too_slow(self._serving):
                    remark = "It is too slow for questions that a candidate waits for; the spare engine makes them."
                languages = self._serving.entry.languages_here(self._config)
                return self._serving.status(languages, passed_over, "; ".join(filter(None, (note, remark))))
            name = self._next_row()
            if name is None:
                none = EngineInfo(capability=self.capability, name=NO_ENGINE, version="")
                unknown = "The configured engine name is not known." if self._forced else _NOTHING
                note = note or unknown
                return EngineStatus(
                    engine=none, languages=(), available=False, note=note[:NOTE_LENGTH], passed_over=passed_over
                )
            entry = self._rows[name]
            info = EngineInfo(capability=self.capability, name=name, version="", quality=entry.quality)
            remark = "" if self._forced else entry.remark(self._config)
            return EngineStatus(
                engine=info,
                languages=entry.languages_here(self._config),
                note="; ".join(filter(None, (note, remark)))[:NOTE_LENGTH],
                passed_over=passed_over,
            )

    def _hopeful(self) -> bool:
        return self._loading is not None and self._loading not in self._aside

    def _look(self) -> None:
        """Begin to load the best engine that may be tried, where that is better than the one that serves."""
        if self._loading is not None or (self._serving is not None and self._clock() < self._next_look):
            return
        self._next_look = self._clock() + LOOK_S
        name = self._next_row()
        if name is None or (self._serving is not None and name == self._serving.name):
            return
        if self._rows[name].spare:
            self._serving = self._spare_loaded()
            self._news = self._news or self._serving is not None
            return
        self._loading, self._load_begun = name, self._clock()
        try:
            self._later(lambda: self._load_and_serve(name))
        except BaseException:  # No thread could be started, or a time limit came: the next request tries again.
            self._loading = None
            raise

    def _next_row(self) -> str | None:
        """Return the best row that serves or may be tried now."""
        broken = False
        for name, entry in self._rows.items():
            if self._serving is not None and name == self._serving.name:
                return name
            if entry.quality is EngineQuality.DEMO and broken:
                return None
            if entry.missing(self._config):
                broken = broken or any((self._config.models_dir / file).exists() for file in entry.files(self._config))
            elif self._aside.rests(name):
                broken = True
            else:
                return name
        return None

    def _load_and_serve(self, name: str) -> None:
        try:
            served = self._load(name)
        except BaseException:
            # Nobody else ends the wait of those who hope for this load.
            with self._turn:
                self._loading = None
                self._turn.notify_all()
            raise
        with self._turn:
            self._loading = None
            if served is not None:
                self._aside.forget(name)
                self._serving = served
            self._news, self._next_look = True, 0.0
            if served is None:
                self._look()
            self._turn.notify_all()
        self._tell()

    def _tell(self) -> None:
        """Tell of another engine, without the lock."""
        with self._turn:
            news, self._news = self._news, False
        if news:
            self._changed()

    def _load(self, name: str) -> Serving[EngineT] | None:
        """Load an engine; set it aside and return None where that fails."""
        entry = self._rows[name]
        begun = self._clock()
        before = self._measure()
        away = False
        try:
            with self._crashes.at_work(self.work_of(name)):
                engine = entry.create(self._config)
                load = getattr(engine, "load", None)
                if load is not None:
                    load()
                info = engine.describe()
        except EngineError as error:
            code, reason = error.code, self._why(name, error.code)
            # Without memory or with a broken file it is unfit; a server that nobody reaches comes back.
            away = error.retryable and code is not ErrorCode.OUT_OF_MEMORY
        except MemoryError:
            code, reason = ErrorCode.OUT_OF_MEMORY, self._why(name, ErrorCode.OUT_OF_MEMORY)
        except Exception as error:  # A vendor's error sets its engine aside; its text stays here.
            log.error("engine.load_failed", engine=name, error_type=type(error).__name__, where=where(error))
            code = ErrorCode.ENGINE_FAILED
            reason = f"It could not be loaded ({type(error).__name__}); see the log of the worker."
        else:
            growth = self._measure().growth_since(before)
            log.info("engine.loaded", engine=name, model=info.model, seconds=round(self._clock() - begun, 2))
            return Serving(name=name, engine=engine, info=info, entry=entry, growth=growth)
        with self._turn:
            self._aside.put(name, code, reason, away=away)
        return None

    def _why(self, name: str, code: ErrorCode) -> str:
        if code is ErrorCode.OUT_OF_MEMORY:
            return "There is not enough memory for its model."
        problem = damaged(self._config.models_dir, self._rows[name].files(self._config))
        return problem or f"It could not be loaded or reached ({code.value})."

    def _spare_loaded(self) -> Serving[EngineT] | None:
        if self._spare is None:
            for name, entry in self._rows.items():
                if entry.spare and not entry.missing(self._config) and not self._aside.rests(name):
                    self._spare = self._load(name)
                    break
        return self._spare

    def _passed_over(self) -> tuple[PassedOver, ...]:
        found: list[PassedOver] = []
        for name, entry in self._rows.items():
            if self._serving is not None and name == self._serving.name:
                break
            lacking = entry.missing(self._config)
            if lacking:
                found.append(PassedOver(engine=name, reason=lacking[:NOTE_LENGTH]))
            elif name in self._aside:
                found.append(self._aside[name].passed_over(name))
            elif self._serving is not None:
                found.append(PassedOver(engine=name, reason="It is being loaded."))
            elif entry.quality is not EngineQuality.DEMO or not found:
                break
        return tuple(found)
