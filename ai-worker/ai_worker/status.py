"""What a worker process says about its engines."""

from collections.abc import Container, Sequence
from datetime import UTC, datetime
from typing import Any

from ai_worker.engines.registry import Engines
from ai_worker.settings import WorkerSettings
from ai_worker.tasks.job import Job
from interview_contracts.reports import EnginesReport
from interview_contracts.vocabulary import Capability

STATUS_INTERVAL_S = 60.0


def offered(jobs: Sequence[Job[Any, Any]], queues: Container[str]) -> tuple[Capability, ...]:
    """Return the capabilities that the tasks of these queues use, in the order of the vocabulary."""
    used = {capability for job in jobs if job.spec.queue.value in queues for capability in job.capabilities}
    return tuple(capability for capability in Capability if capability in used)


def status_report(settings: WorkerSettings, worker: str, capabilities: Sequence[Capability]) -> EnginesReport:
    """Return the report of one process; it loads no model, and sees model files that came since the last report."""
    engines = Engines(settings)
    return EnginesReport(
        worker=worker[:120],
        engines=tuple(engines.status(capability) for capability in capabilities),
        at=datetime.now(UTC),
    )
