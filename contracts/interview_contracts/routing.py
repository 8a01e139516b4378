"""Where a report goes: what a candidate waits for before everything else, face observations apart from all of it."""

from dataclasses import dataclass

from interview_contracts.queues import Queue
from interview_contracts.registry import BY_NAME
from interview_contracts.reports import (
    EnginesReport,
    MediaSessionChanged,
    Report,
    SpeechClosed,
    TaskProgress,
    TaskReport,
)

URGENT = 0
SOON = 3
LATER = 6
LAST = 9

_BATCH = frozenset({Queue.CPU_BATCH, Queue.GPU_BATCH})


@dataclass(frozen=True, slots=True)
class Route:
    """The queue of a report and its priority there: 0 is taken in first, 9 last."""

    queue: Queue
    priority: int


def report_route(report: Report) -> Route:
    """Return the route of a `core.record_result`. Sender and consumer agree on nothing else about order."""
    match report.body:
        case TaskReport(name=name):
            return _task_route(name)
        case SpeechClosed():
            return Route(Queue.CORE_RESULTS, URGENT)
        case MediaSessionChanged() | TaskProgress():
            return Route(Queue.CORE_RESULTS, SOON)
        case EnginesReport():
            return Route(Queue.CORE_RESULTS, LAST)


def _task_route(name: str) -> Route:
    spec = BY_NAME.get(name)
    if spec is None:
        return Route(Queue.CORE_RESULTS, LAST)
    if spec.queue is Queue.CPU_VISION:
        return Route(Queue.CORE_VISION, URGENT)
    return Route(Queue.CORE_RESULTS, LATER if spec.queue in _BATCH else spec.priority)
