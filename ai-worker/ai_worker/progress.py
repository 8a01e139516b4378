"""Tells the core which tasks this worker holds, so that a long one is not taken for lost.

The parent process tells it: a pool process may be deep in a vendor's code for minutes, or be on its way after another
one died. When the whole worker dies, or gives the task up with its pool process, nobody tells any more, and the task's
lease runs out. A `solo` pool has no parent that is free meanwhile: its tasks keep to their first lease.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

import structlog
from celery import bootsteps
from celery.worker import state
from pydantic import ValidationError

from ai_worker.reporting import Reporter
from interview_contracts.envelopes import TaskEnvelope
from interview_contracts.registry import BY_NAME
from interview_contracts.reports import TaskProgress
from interview_contracts.spec import TaskSpec

log = structlog.get_logger(__name__)

LOOK_S = 0.5
"""Time between two looks. A task that is gone at the second one is not worth a report."""

REPORTS_A_LEASE = 3
"""A lease outlives the loss of all but one of so many reports."""


class ProgressStep(bootsteps.StartStopStep):  # type: ignore[misc]
    """Reports the tasks that this worker holds while it consumes."""

    requires = frozenset({"celery.worker.consumer.tasks:Tasks"})

    def __init__(self, parent: Any, **kwargs: Any) -> None:
        super().__init__(parent, **kwargs)
        self._timer: Any = None

    def start(self, parent: Any) -> None:
        """Begin to look."""
        progress = Progress(Reporter(parent.app).progress)

        def look() -> None:
            progress.look({*state.reserved_requests, *state.active_requests})

        self._timer = parent.timer.call_repeatedly(LOOK_S, look)

    def stop(self, _: Any) -> None:
        """Stop looking."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class Progress:
    """Reports of tasks: the first at the second look at one, then a few a lease.

    `publish` returns False where the broker is away; `clock` gives seconds.
    """

    def __init__(self, publish: Callable[[TaskProgress], bool], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._publish = publish
        self._clock = clock
        self._due: dict[str, float] = {}

    def look(self, requests: Iterable[Any]) -> None:
        """Report the Celery requests that are due; the first failure to publish ends the look."""
        now = self._clock()
        held = {request.id: request for request in requests}
        self._due = {number: self._due.get(number, now + LOOK_S / 2) for number in held}
        for number, request in held.items():
            spec = BY_NAME.get(request.name)
            if spec is None or not spec.recorded or now < self._due[number]:
                continue
            self._due[number] = now + max(LOOK_S, spec.lease_s / REPORTS_A_LEASE)
            report = _report(spec, request)
            if report is not None and not self._publish(report):
                return


def _report(spec: TaskSpec[Any, Any], request: Any) -> TaskProgress | None:
    try:
        order = TaskEnvelope.model_validate((request.kwargs or {}).get("envelope"))
    except ValidationError:
        return None
    return TaskProgress(task_id=order.task_id, key=order.key, name=spec.name, attempt=order.attempt)
