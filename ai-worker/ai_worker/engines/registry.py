"""The engines of one process, by capability: chosen by settings, loaded on first use, described without loading."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Final, cast

import structlog

from ai_worker.engines.base import Deadline, EngineConfig, EngineEntry
from ai_worker.engines.chain import NO_ENGINE, Chain, Later, in_a_thread
from ai_worker.pool.crashes import Crashes
from ai_worker.pool.statuses import Statuses
from ai_worker.settings import WorkerSettings
from ai_worker.traces import where
from interview_contracts.engines import EngineInfo, EngineStatus
from interview_contracts.vocabulary import Capability

log = structlog.get_logger(__name__)

TABLES: dict[Capability, str] = {
    Capability.LLM: "ai_worker.engines.llm.table",
    Capability.STT: "ai_worker.engines.stt.table",
    Capability.TTS: "ai_worker.engines.tts.table",
    Capability.EMBEDDINGS: "ai_worker.engines.embeddings.table",
    Capability.FACE: "ai_worker.engines.face.table",
    Capability.EMOTION: "ai_worker.engines.emotion.table",
}
"""Module of each capability's literal table `ENGINES`, imported only by the processes that use it."""

Table = Mapping[str, EngineEntry[Any]]


def table_of(capability: Capability) -> Table:
    """Return the rows of a capability, best first."""
    return cast("Table", import_module(TABLES[capability]).ENGINES)


SAY_EVERY_S: Final = 1.0
"""Shortest time between two words of a process about its engines after requests; a change is told at once."""

_SWITCHED_OFF: Final = "Switched off for this deployment (ALLOW_EMOTION)."


class Engines:
    """The chains of one process. A pool process runs one task at a time; engines are loaded in threads beside it.

    `crashes` and `statuses` are what the processes of one worker share; without them a process is on its own. `table`
    gives the rows of a capability, best first; `clock` seconds since the epoch; `later` does a load.
    """

    def __init__(
        self,
        settings: WorkerSettings,
        *,
        crashes: Crashes | None = None,
        statuses: Statuses | None = None,
        table: Callable[[Capability], Table] = table_of,
        clock: Callable[[], float] = time.time,
        later: Later = in_a_thread,
    ) -> None:
        self._settings = settings
        self._config = EngineConfig(models_dir=settings.models_dir, options=settings)
        self._crashes = crashes or Crashes()
        self._statuses = statuses or Statuses()
        self._table = table
        self._clock = clock
        self._later = later
        self._chains: dict[Capability, Chain[Any]] = {}
        self._offered: tuple[Capability, ...] = ()
        self._said_at = float("-inf")
        self._saying = False

    def chain(self, capability: Capability) -> Chain[Any]:
        """Return the engines of a capability."""
        chain = self._chains.get(capability)
        if chain is None:
            chain = self._chains[capability] = Chain(
                capability,
                self._table(capability) if self._allowed(capability) else {},
                self._settings.engine_choice(capability),
                self._config,
                crashes=self._crashes,
                clock=self._clock,
                later=self._later,
                changed=self.say,
            )
        return chain

    def status(self, capability: Capability) -> EngineStatus:
        """Return a capability's row of the status page; loads no model."""
        if not self._allowed(capability):
            none = EngineInfo(capability=capability, name=NO_ENGINE, version="")
            return EngineStatus(engine=none, languages=(), available=False, note=_SWITCHED_OFF)
        return self.chain(capability).status()

    def warm_up(self, capability: Capability, *, wait: Deadline) -> None:
        """Load a capability's model, or begin to: where a process died of it, nobody waits for it.

        Raises `EngineError` when there is none yet.
        """
        chain = self.chain(capability)
        chain.spare()
        chain.serving(wait=Deadline.after(0.0) if chain.ended_processes() else wait)

    def stuck(self) -> bool:
        """Tell whether an engine of this process is beyond help, so that only a new process can use it."""
        return any(chain.stuck() for chain in tuple(self._chains.values()))

    def look(self) -> None:
        """Look for better engines than those that serve, as a request would, and say what was found.

        An engine whose file has been repaired, or whose server is back, is found by it also where nobody asks: the core
        sends nothing to a capability that is said to be unavailable.
        """
        for capability in self._offered:
            self.chain(capability).look()
        self.say()

    def offer(self, capabilities: Sequence[Capability]) -> None:
        """Say from now on how the engines of these capabilities do, and say it now."""
        self._offered = tuple(capabilities)
        self.say()

    def say(self) -> None:
        """Tell the other processes of this worker how the offered engines do. What goes wrong costs the word alone."""
        if not self._offered:
            return
        self._said_at, self._saying = time.monotonic(), False
        try:
            self._statuses.say(tuple(self.status(capability) for capability in self._offered))
        except Exception as error:  # It is said after a task's work, which stands.
            log.error("engines.not_described", error_type=type(error).__name__, where=where(error))

    def say_soon(self) -> None:
        """Tell it after a request: now, or together with what the next `SAY_EVERY_S` seconds bring."""
        if not self._offered or self._saying:
            return
        if time.monotonic() - self._said_at >= SAY_EVERY_S:
            self.say()
            return
        self._saying = True
        timer = threading.Timer(SAY_EVERY_S, self.say)
        timer.daemon = True
        timer.start()

    def _allowed(self, capability: Capability) -> bool:
        return capability is not Capability.EMOTION or self._settings.allow_emotion
