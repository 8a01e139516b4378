"""A worker's consumer: how it comes back to its broker, tells the core about engines, and notices that it stalls."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from celery import bootsteps
from celery.worker import state
from celery.worker.consumer import Consumer

from ai_worker.reporting import Reporter
from ai_worker.status import offered, status_report, worth_telling
from interview_contracts.reports import EnginesReport
from interview_contracts.vocabulary import Capability

log = structlog.get_logger(__name__)

ENGINES_LOOK_S = 2.0
"""Time between two looks at what the pool processes say about their engines."""

STALL_LOOK_S = 1.0
STALL_LOOKS = 2

RETRY_FIRST_S = 0.25
RETRY_LONGEST_S = 1.0
"""Celery itself waits up to 30 s between attempts to reach its broker; a candidate does not."""


class PromptConsumer(Consumer):  # type: ignore[misc]
    """A consumer that is back within a second of its broker, however long that was away."""

    def ensure_connected(self, conn: Any) -> Any:
        """Return the connection once it is established."""

        def unreachable(error: Exception, _: float) -> None:
            log.warning("broker.unreachable", error_type=type(error).__name__)

        connected = conn.ensure_connection(
            unreachable,
            interval_start=RETRY_FIRST_S,
            interval_step=RETRY_FIRST_S,
            interval_max=RETRY_LONGEST_S,
            callback=state.maybe_shutdown,
        )
        self.first_connection_attempt = False
        return connected


class EnginesStep(bootsteps.StartStopStep):  # type: ignore[misc]
    """Tells the core how this worker's engines do: when it begins to consume, when one changes, and every minute."""

    requires = frozenset({"celery.worker.consumer.tasks:Tasks"})

    def __init__(self, parent: Any, **kwargs: Any) -> None:
        super().__init__(parent, **kwargs)
        self._timer: Any = None

    def start(self, parent: Any) -> None:
        """Tell now, and begin to look for changes."""
        app = parent.app
        capabilities = offered(app.interview_jobs, app.amqp.queues.consume_from)
        if capabilities:
            tell = _tell_of_engines(app, parent.hostname, capabilities)
            tell()
            self._timer = parent.timer.call_repeatedly(ENGINES_LOOK_S, tell)

    def stop(self, _: Any) -> None:
        """Stop telling."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _tell_of_engines(app: Any, worker: str, capabilities: Sequence[Capability]) -> Callable[[], None]:
    reporter = Reporter(app)
    told: EnginesReport | None = None
    told_at = float("-inf")

    def tell() -> None:
        nonlocal told, told_at
        try:
            heard = app.interview_statuses.heard()
            report = status_report(app.interview_settings, worker, capabilities, heard)
        except Exception as error:  # A process that cannot describe an engine still does its other work.
            log.error("engines.not_described", error_type=type(error).__name__)
            return
        if worth_telling(told, report, time.monotonic() - told_at):
            told, told_at = report, time.monotonic()
            reporter.engines(report)

    return tell


class StallStep(bootsteps.StartStopStep):  # type: ignore[misc]
    """Connects anew when the worker holds back although it has nothing to do.

    A message whose acknowledgement failed with its connection stays counted as being worked on. With a prefetch of
    one nothing is fetched any more, nothing is read from the broker, and so no error ever tells.
    """

    requires = frozenset({"celery.worker.consumer.tasks:Tasks"})

    def __init__(self, parent: Any, **kwargs: Any) -> None:
        super().__init__(parent, **kwargs)
        self._timer: Any = None

    def start(self, parent: Any) -> None:
        """Begin to look, where the worker has an event loop; pools without one fetch message by message."""
        hub = parent.hub
        if hub is not None:
            self._timer = parent.timer.call_repeatedly(STALL_LOOK_S, _stall_look(parent, hub))

    def stop(self, _: Any) -> None:
        """Stop looking."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _stall_look(parent: Any, hub: Any) -> Callable[[], None]:
    looks = 0

    def connect_anew() -> None:
        raise ConnectionResetError("the worker fetches nothing although it is idle")

    def look() -> None:
        nonlocal looks
        idle = not state.reserved_requests and not state.active_requests
        stalled = idle and not parent.task_consumer.channel.qos.can_consume()
        looks = looks + 1 if stalled else 0
        if looks >= STALL_LOOKS:
            looks = 0
            log.warning("worker.stalled")
            # An error that leaves the event loop ends the connection; one that leaves a timer is only logged.
            hub.call_soon(connect_anew)

    return look
