"""A thread that does an engine's work, so that whoever waits for it can stop waiting.

A C function cannot be interrupted from the thread that called it: a signal's exception comes only when it returns, and
one that is raised within a callback is lost. Here the caller waits on a lock, which signals and deadlines do interrupt,
and the work looks at a flag.
"""

import queue
import threading
import time
import weakref
from collections.abc import Callable
from contextvars import copy_context
from typing import Any, Final, Generic, TypeVar

from ai_worker.engines.base import Deadline, EngineError
from interview_contracts.errors import ErrorCode

T = TypeVar("T")

GRACE_S: Final = 0.5
"""How long a stopped work may take to come to its end before its caller goes on without it."""


def start(thread: threading.Thread) -> None:
    """Start a thread. Raises `EngineError(OUT_OF_MEMORY)` when the system gives none."""
    try:
        thread.start()
    except (RuntimeError, MemoryError):
        raise EngineError(ErrorCode.OUT_OF_MEMORY, retryable=True) from None


class Stopped(Exception):
    """The work saw the flag and ended early."""


class Stop:
    """The flag by which work is told to end."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._action: Callable[[], None] = _nothing

    def set(self) -> None:
        """Tell the work to end."""
        self._event.set()
        self._action()

    def when_set(self, action: Callable[[], None]) -> None:
        """Have something done, by whoever sets the flag, that wakes work which waits; it must not raise."""
        self._action = action
        if self._event.is_set():
            action()

    def is_set(self) -> bool:
        """Tell whether the work should end."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise `Stopped` when the work should end."""
        if self._event.is_set():
            raise Stopped


def _nothing() -> None:
    return None


class _Job(Generic[T]):
    def __init__(self, work: Callable[[Stop], T]) -> None:
        self.stop = Stop()
        self.begun = False
        self.done = threading.Event()
        # What is bound to the log of the caller belongs to the work's log lines as well.
        self._context = copy_context()
        self._work = work
        self._result: T | None = None
        self._error: BaseException | None = None

    def do(self, prepare: Callable[[], object]) -> None:
        self.begun = True
        try:
            prepare()
            self.stop.check()
            self._result = self._context.run(self._work, self.stop)
        except BaseException as error:  # The caller gets it, whatever it is.
            self._error = error
        finally:
            self.done.set()

    def outcome(self) -> T:
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value]  # None only where T is None


_Jobs = queue.SimpleQueue[_Job[Any] | None]


class WorkThread:
    """Runs one work at a time in a thread of its own, which starts with the first and ends with this object.

    Works of several callers wait for each other, each up to its deadline. `prepare` is called in the
    thread before its first work, and before the next one again where it failed: its error is that work's.
    """

    def __init__(self, name: str, *, grace_s: float = GRACE_S, prepare: Callable[[], object] = lambda: None) -> None:
        self._name = name
        self._grace_s = grace_s
        self._prepare = prepare
        self._jobs: _Jobs = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ending: tuple[_Job[Any], float] | None = None

    def stuck_s(self) -> float:
        """Return for how many seconds a work goes on that was told to end; 0.0 where none does."""
        if self._ending is None or self._ending[0].done.is_set():
            return 0.0
        return time.monotonic() - self._ending[1]

    def run(self, work: Callable[[Stop], T], deadline: Deadline) -> T:
        """Do `work` and return its result, or raise its error.

        Raises `EngineError`: ENGINE_TIMEOUT when the deadline passes first, or while an earlier work that did not heed
        its flag is still going on, OUT_OF_MEMORY when the system gives no thread. Whatever interrupts the wait, such as
        a time limit, stops the work and is raised.
        """
        deadline.check()
        if self.stuck_s():
            raise EngineError(ErrorCode.ENGINE_TIMEOUT, retryable=True)
        self._ending = None
        self._start()
        job = _Job(work)
        try:
            self._jobs.put(job)
            left = deadline.remaining_s()
            in_time = job.done.wait(None if left == float("inf") else left)
        except BaseException:
            self._end(job)
            raise
        if not in_time:
            self._end(job)
            raise EngineError(ErrorCode.ENGINE_TIMEOUT, retryable=True)
        return job.outcome()

    def _start(self) -> None:
        with self._starting:
            if self._thread is not None and self._thread.is_alive():
                return
            arguments = (self._jobs, self._prepare)
            self._thread = threading.Thread(target=_serve, args=arguments, name=self._name, daemon=True)
            start(self._thread)
            # At the end of the process the thread ends by itself; others may still give it work until then.
            weakref.finalize(self, self._jobs.put, None).atexit = False

    def _end(self, job: _Job[Any]) -> None:
        job.stop.set()
        if job.begun:
            self._ending = (job, time.monotonic())
            job.done.wait(self._grace_s)


def _serve(jobs: _Jobs, prepare: Callable[[], object]) -> None:
    """Do jobs until there is a None. The thread does not hold its owner, so that it ends with it."""
    unprepared = [prepare]

    def once() -> None:
        for step in tuple(unprepared):
            step()
        unprepared.clear()

    while (job := jobs.get()) is not None:
        job.do(once)
        del job
