"""Makes one Celery task of each job."""

from collections.abc import Sequence
from typing import Any

import structlog
from celery import Celery

from ai_worker.engines.base import EngineError
from ai_worker.engines.registry import Engines
from ai_worker.files import Uploads
from ai_worker.reporting import Reporter
from ai_worker.settings import WorkerSettings
from ai_worker.tasks.job import Job, Toolbox
from ai_worker.tasks.runner import run, where
from interview_contracts.vocabulary import Capability

log = structlog.get_logger(__name__)

HARD_LIMIT_MARGIN_S = 5.0
"""A task that does not heed its time limit is ended with its pool process this much later; the core sends it again."""


def register(app: Celery, jobs: Sequence[Job[Any, Any]], settings: WorkerSettings) -> None:
    """Register a task named by its spec for each job; all of them share the process's engines."""
    toolbox = Toolbox(uploads=Uploads(settings.uploads_dir), engines=Engines(settings))
    app.interview_toolbox = toolbox
    reporter = Reporter(app)
    for job in jobs:
        _register(app, job, toolbox, reporter)


def _register(app: Celery, job: Job[Any, Any], toolbox: Toolbox, reporter: Reporter) -> None:
    def perform(*, envelope: dict[str, Any]) -> None:
        report = run(job, envelope, toolbox)
        if report is not None:
            reporter.task(report)

    app.task(
        perform,
        name=job.spec.name,
        shared=False,  # two applications in one process keep their own tasks
        soft_time_limit=job.spec.time_limit_s,
        time_limit=job.spec.time_limit_s + HARD_LIMIT_MARGIN_S,
        ignore_result=True,
    )


def warm_up(app: Celery, capabilities: Sequence[Capability]) -> None:
    """Load the models of a pool process before its first task; a model that does not load is told by its tasks."""
    engines: Engines = app.interview_toolbox.engines
    for capability in capabilities:
        try:
            engines.warm_up(capability)
        except EngineError as error:
            log.warning("engine.not_loaded", capability=capability.value, code=error.code.value)
        except Exception as error:  # A process that cannot warm up still answers, with error codes.
            log.error(
                "engine.load_failed", capability=capability.value, error_type=type(error).__name__, where=where(error)
            )
