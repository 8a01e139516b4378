"""Which engine or task was at work when a pool process died.

A process leaves a mark while it loads or runs something, and takes it away afterwards. A mark whose process is gone
tells of a death in the middle of the work: killed for memory, by a time limit, or by a fault in a vendor's code.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import psutil

_MARK = "busy"
_DEATH = "died"


class Crashes:
    """Marks and deaths of the processes that share a folder. Without a folder nothing is kept and nobody ever died.

    A full disk costs the marks, not the work.
    """

    def __init__(self, folder: Path | None = None, *, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock
        self._seen: set[str] = set()

    @contextmanager
    def at_work(self, what: str) -> Iterator[None]:
        """Mark that this process works on something while the block runs; `what` holds no personal data."""
        if self._folder is None:
            yield
            return
        mark = self._folder / f"{_MARK}-{_digest(what)}-{os.getpid()}"
        with suppress(OSError):
            mark.write_text(_this_process(os.getpid()), encoding="ascii")
        try:
            yield
        finally:
            with suppress(OSError):
                mark.unlink(missing_ok=True)

    def deaths(self, what: str) -> tuple[int, float]:
        """Return how many processes died at this work since it last succeeded, and when the last one was found dead.

        The time is that of the clock in seconds; 0.0 where none died.
        """
        if self._folder is None:
            return 0, 0.0
        self._note_deaths(what)
        times = [_time_of(path) for path in self._folder.glob(f"{_DEATH}-{_digest(what)}-*")]
        if times:
            self._seen.add(what)
        return len(times), max(times, default=0.0)

    def note(self, what: str) -> None:
        """Count a death at this work that is about to happen."""
        if self._folder is not None:
            with suppress(OSError):
                (self._folder / f"{_DEATH}-{_digest(what)}-{os.getpid()}-{self._clock():.3f}").touch()

    def survived(self, what: str) -> None:
        """Forget the deaths at this work that `deaths` has told of: it succeeded."""
        if self._folder is not None and what in self._seen:
            self._seen.discard(what)
            for path in self._folder.glob(f"{_DEATH}-{_digest(what)}-*"):
                path.unlink(missing_ok=True)

    def _note_deaths(self, what: str) -> None:
        assert self._folder is not None
        for mark in self._folder.glob(f"{_MARK}-{_digest(what)}-*"):
            if not _alive(mark):
                now = self._clock()
                death = self._folder / f"{_DEATH}-{mark.name.removeprefix(f'{_MARK}-')}-{now:.3f}"
                # Whoever renames it counts it; another process that found it as well finds it gone.
                try:
                    mark.rename(death)
                except FileNotFoundError:
                    continue


@lru_cache(maxsize=1)
def _this_process(number: int) -> str:
    """Return how a process is told from a later one with its number; kept for the process that asks."""
    return f"{number} {_started_s(psutil.Process(number))}"


def _started_s(process: psutil.Process) -> str:
    """Return when a process started, in seconds since the machine did: the wall clock may be set while it runs."""
    return f"{process.create_time() - psutil.boot_time():.2f}"


def _digest(what: str) -> str:
    return sha256(what.encode()).hexdigest()[:16]


def _time_of(death: Path) -> float:
    return float(death.name.rpartition("-")[2])


def _alive(mark: Path) -> bool:
    """Tell whether the process that left a mark still runs; a number that another process got since is not it."""
    try:
        number, started_s = mark.read_text(encoding="ascii").split()
        process = psutil.Process(int(number))
        return _started_s(process) == started_s and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
    except (OSError, ValueError):  # It is gone again, or is being written right now.
        return True
