"""Makes one Celery task of each job."""

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog
from celery import Celery

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.engines.registry import Engines
from ai_worker.files import Uploads
from ai_worker.pool.crashes import Crashes
from ai_worker.pool.statuses import Statuses
from ai_worker.reporting import Reporter
from ai_worker.settings import WorkerSettings
from ai_worker.tasks.job import Job, Toolbox
from ai_worker.tasks.runner import run
from ai_worker.traces import where
from interview_contracts.vocabulary import Capability

log = structlog.get_logger(__name__)

HARD_LIMIT_MARGIN_S = 5.0
"""A task that does not heed its time limit is ended with its pool process this much later; the core sends it again."""

STUCK_EXIT = 70
"""Exit code of a pool process that cannot use its engine any more."""

LOOK_AROUND_S = 10.0
"""Time between two looks for a better engine where no request makes the process look."""

WARM_UP_S = 90.0
"""A pool process that has not begun after two minutes is ended; a model that takes longer arrives while it works."""


def register(app: Celery, jobs: Sequence[Job[Any, Any]], settings: WorkerSettings) -> None:
    """Register a task named by its spec for each job; all of them share the process's engines."""
    equip(app, settings, folder=None)
    reporter = Reporter(app)
    for job in jobs:
        _register(app, job, reporter)


def equip(app: Celery, settings: WorkerSettings, *, folder: Path | None) -> None:
    """Give the application the tools of its tasks; `folder` is what the processes of its worker share."""
    crashes, app.interview_statuses = Crashes(folder), Statuses(folder)
    engines = Engines(settings, crashes=crashes, statuses=app.interview_statuses)
    app.interview_toolbox = Toolbox(uploads=Uploads(settings.uploads_dir), engines=engines, crashes=crashes)


def _register(app: Celery, job: Job[Any, Any], reporter: Reporter) -> None:
    def perform(*, envelope: dict[str, Any]) -> None:
        if app.interview_toolbox.engines.stuck():
            # Nobody can end a thread. The broker gives this task to the process that takes this one's place.
            os._exit(STUCK_EXIT)
        report = run(job, envelope, app.interview_toolbox)
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


def keep_looking(app: Celery) -> None:
    """Look for better engines every now and then, beside the tasks, as long as the process lives."""
    engines: Engines = app.interview_toolbox.engines
    rest = threading.Event()

    def look() -> None:
        while not rest.wait(LOOK_AROUND_S):
            try:
                engines.look()
            except Exception as error:  # The next look may go better.
                log.error("engines.not_looked_for", error_type=type(error).__name__, where=where(error))

    threading.Thread(target=look, name="engine-look", daemon=True).start()


def warm_up(app: Celery, capabilities: Sequence[Capability]) -> None:
    """Load the models of a pool process before its first task, as far as that takes no longer than `WARM_UP_S`."""
    engines: Engines = app.interview_toolbox.engines
    until = Deadline.after(WARM_UP_S)
    for capability in capabilities:
        try:
            engines.warm_up(capability, wait=until)
        except EngineError as error:
            log.warning("engine.not_loaded", capability=capability.value, code=error.code.value)
        except Exception as error:  # A process that cannot warm up still answers, with error codes.
            log.error(
                "engine.load_failed", capability=capability.value, error_type=type(error).__name__, where=where(error)
            )
