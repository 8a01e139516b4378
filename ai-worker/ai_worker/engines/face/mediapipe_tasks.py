"""MediaPipe's tasks: where they run, and how they end.

MediaPipe reports its use to its maker and has no switch for that. Everything of it runs in one thread that has no
network, and so do the threads that it starts.

An instance closes itself when it is collected, on a thread that has ended by then where the collector found it in a
cycle of references: the process would wait for ever. So all open instances are held here until they are closed.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, Protocol, TypeVar

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.engines.offline import go_offline
from ai_worker.engines.work_thread import Stop, WorkThread

T = TypeVar("T")

_apart: Final = WorkThread("mediapipe", prepare=go_offline)
_turn: Final = threading.RLock()
_here: Final = threading.local()

LONGEST_WORK_S: Final = 120.0
"""More than any load or picture takes. Work that takes longer hangs, and whoever waits for its turn goes on."""


def apart(work: Callable[[], T]) -> T:
    """Do work with MediaPipe in the thread without a network; one at a time.

    Raises what the work raises, and `EngineError(ENGINE_TIMEOUT)` for work that hangs.
    """
    if getattr(_here, "apart", False):  # the collector may close an instance in the middle of other work
        return work()

    def do(_: Stop) -> T:
        _here.apart = True
        return work()

    with _turn:
        return _apart.run(do, _until())


def _until() -> Deadline:
    return Deadline.after(LONGEST_WORK_S)


def stuck_s() -> float:
    """Return for how many seconds MediaPipe has not heeded that its work should end; 0.0 where it has."""
    return _apart.stuck_s()


class Task(Protocol):
    """An instance of one of MediaPipe's tasks."""

    def close(self) -> None:
        """End its thread and give back its memory."""
        ...


TaskT = TypeVar("TaskT", bound=Task)

_open: Final[dict[int, Any]] = {}


def held(task: TaskT) -> TaskT:
    """Hold an instance until it is closed, and return it."""
    _open[id(task)] = task
    return task


def close(task: Task) -> None:
    """Close an instance and let go of it. One that fails at its end stays held."""
    with suppress(EngineError, RuntimeError, ValueError, OSError):
        apart(task.close)
        _open.pop(id(task), None)
