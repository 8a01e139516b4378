"""How the results consumer comes back to its broker, and notices that it has fallen silent.

The workers have the same in `ai_worker.consumption`: services share messages, no code.
"""

from collections.abc import Callable
from typing import Any

import structlog
from celery import bootsteps
from celery.worker import state
from celery.worker.consumer import Consumer

log = structlog.get_logger(__name__)

_LOOK_S = 1.0
_LOOKS = 2
_RETRY_FIRST_S = 0.25
_RETRY_LONGEST_S = 1.0
"""Celery itself waits up to 30 s between attempts to reach its broker; a candidate does not."""


class PromptConsumer(Consumer):  # type: ignore[misc]
    """A consumer that is back within a second of its broker, however long that was away."""

    def ensure_connected(self, conn: Any) -> Any:
        """Return the connection once it is established."""

        def unreachable(error: Exception, _: float) -> None:
            log.warning("broker unavailable", error=type(error).__name__)

        connected = conn.ensure_connection(
            unreachable,
            interval_start=_RETRY_FIRST_S,
            interval_step=_RETRY_FIRST_S,
            interval_max=_RETRY_LONGEST_S,
            callback=state.maybe_shutdown,
        )
        self.first_connection_attempt = False
        return connected


class SilenceStep(bootsteps.StartStopStep):  # type: ignore[misc]
    """Connects anew when the consumer holds back although it has nothing to do.

    A message whose acknowledgement was lost with its connection stays counted as being worked on. With a prefetch of
    one nothing is fetched any more, nothing is read from the broker, and so no error ever tells.
    """

    requires = frozenset({"celery.worker.consumer.tasks:Tasks"})

    def __init__(self, parent: Any, **kwargs: Any) -> None:
        super().__init__(parent, **kwargs)
        self._timer: Any = None

    def start(self, parent: Any) -> None:
        """Begin to look."""
        self._timer = parent.timer.call_repeatedly(_LOOK_S, _look(parent))

    def stop(self, _: Any) -> None:
        """Stop looking."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _look(parent: Any) -> Callable[[], None]:
    silent = 0

    def connect_anew() -> None:
        raise ConnectionResetError("the consumer fetches nothing although it is idle")

    def look() -> None:
        nonlocal silent
        idle = not state.reserved_requests and not state.active_requests
        holds_back = idle and not parent.task_consumer.channel.qos.can_consume()
        silent = silent + 1 if holds_back else 0
        if silent >= _LOOKS:
            silent = 0
            log.warning("consumer silent")
            # An error that leaves the event loop ends the connection; one that leaves a timer is only logged.
            parent.hub.call_soon(connect_anew)

    return look
