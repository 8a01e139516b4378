"""What a worker says about its engines."""

from collections.abc import Container, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ai_worker.engines.registry import Engines
from ai_worker.settings import WorkerSettings
from ai_worker.tasks.job import Job
from interview_contracts.engines import EngineStatus
from interview_contracts.reports import EnginesReport
from interview_contracts.vocabulary import Capability

STATUS_INTERVAL_S = 60.0
"""Longest time between two reports."""

NEWS_INTERVAL_S = 15.0
"""Shortest time between two reports when only measures have changed, such as the time of the last request."""


def offered(jobs: Sequence[Job[Any, Any]], queues: Container[str]) -> tuple[Capability, ...]:
    """Return the capabilities that the tasks of these queues use, in the order of the vocabulary."""
    used = {capability for job in jobs if job.spec.queue.value in queues for capability in job.capabilities}
    return tuple(capability for capability in Capability if capability in used)


def status_report(
    settings: WorkerSettings,
    worker: str,
    capabilities: Sequence[Capability],
    heard: Mapping[Capability, EngineStatus] | None = None,
) -> EnginesReport:
    """Return the report of one worker: what its processes said, and for the rest what they would begin with.

    It builds and loads nothing, so that the parent process stays small. A deployment that does not allow emotion
    inference offers no such capability and says nothing of it (LAW-01).
    """
    said = heard or {}
    engines = Engines(settings)
    return EnginesReport(
        worker=worker[:120],
        engines=tuple(said.get(capability) or engines.status(capability) for capability in capabilities),
        at=datetime.now(UTC),
    )


def worth_telling(before: EnginesReport | None, now: EnginesReport, since_s: float) -> bool:
    """Tell whether to report now, `since_s` seconds after `before` was: another state of an engine is told at once."""
    if before is None or since_s >= STATUS_INTERVAL_S:
        return True
    if [_state(one) for one in before.engines] != [_state(one) for one in now.engines]:
        return True
    return since_s >= NEWS_INTERVAL_S and before.engines != now.engines


def _state(status: EngineStatus) -> tuple[object, ...]:
    passed_over = tuple((one.engine, one.code) for one in status.passed_over)
    used = status.latency_ms is not None
    return status.engine, status.available, status.loaded, status.languages, passed_over, used, status.last_error
