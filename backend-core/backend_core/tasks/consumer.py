"""The results consumers: `celery -A backend_core.tasks.consumer:celery_app worker -Q core_results -P solo`.

Each is one process with one event loop, which takes reports in one after the other, the urgent ones first. One serves
`core_results`, another one `core_results.vision`: observations of faces never delay a next question.
"""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Any

import structlog
from celery import Celery, signals
from celery.apps.worker import Worker
from celery.exceptions import Reject
from kombu.utils.objects import cached_property
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from backend_core.logging import configure_logging
from backend_core.persistence import Sessions, create_database_engine, create_sessions, unit_of_work
from backend_core.settings import get_settings
from backend_core.tasks.broker import configuration
from backend_core.tasks.consumption import PromptConsumer, SilenceStep
from backend_core.tasks.results import take_in
from interview_contracts.errors import ErrorCode, TaskError
from interview_contracts.queues import Queue
from interview_contracts.registry import CORE_RECORD_RESULT
from interview_contracts.reports import Failure, Report, Success, TaskReport
from interview_contracts.routing import report_route

log = structlog.get_logger(__name__)

_PATIENCE_S = 60.0
_BACKOFF_MAX_S = 2.0


def _configure_logging(**_: Any) -> None:
    configure_logging(get_settings().log_level)


class _QuietWorker(Worker):  # type: ignore[misc]
    """A worker that keeps to its queue: no gossip with others, no banner between the JSON lines.

    Signals of Celery reach every application of a process, so logging is connected by the worker that starts, not by
    importing this module.
    """

    def on_before_init(self, **kwargs: Any) -> None:
        signals.setup_logging.connect(_configure_logging)
        super().on_before_init(**kwargs)

    def prepare_args(self, **kwargs: Any) -> dict[str, Any]:
        return {**kwargs, "without_gossip": True, "without_mingle": True, "without_heartbeat": True}

    def emit_banner(self) -> None:
        return None


class ConsumerApp(Celery):  # type: ignore[misc]
    """The Celery application of the results consumer."""

    @cached_property
    def Worker(self) -> Any:  # noqa: N802 - Celery looks the class up under this name
        """Return the class behind `celery worker`."""
        return self.subclass_with_self(_QuietWorker)


class Taker:
    """Takes reports in on one event loop that lives as long as the process."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._sessions: dict[bool, Sessions] = {}

    def take(self, report: Report) -> None:
        """Take one report in. Blocks; waits while the database is away, then gives up with its error."""
        self._loop.run_until_complete(self._take(report))

    async def _take(self, report: Report) -> None:
        # An observation may be lost with a crashing database, so that nobody waits for the disk; an answer never.
        durable = report_route(report).queue is not Queue.CORE_VISION
        if durable not in self._sessions:
            url = get_settings().database_url
            engine = create_database_engine(url, pool_size=2, checked=False, durable=durable)
            self._sessions[durable] = create_sessions(engine)
        await take_with_patience(self._sessions[durable], report)


async def take_with_patience(sessions: Sessions, report: Report, *, patience_s: float = _PATIENCE_S) -> None:
    """Take a report in and commit. A lost connection or a deadlock is tried again for `patience_s` seconds."""
    until = time.monotonic() + patience_s
    pause_s = 0.05
    while True:
        try:
            async with unit_of_work(sessions) as session:
                await take_in(session, report)
            return
        except (DBAPIError, PoolTimeoutError, OSError) as error:
            if not _passing(error) or time.monotonic() > until:
                raise
            log.warning("database unavailable", error=type(error).__name__)
        await asyncio.sleep(pause_s * random.uniform(0.5, 1.0))
        pause_s = min(pause_s * 2, _BACKOFF_MAX_S)


def _passing(error: Exception) -> bool:
    """Return whether trying again may help."""
    if isinstance(error, DBAPIError):
        return isinstance(error, OperationalError) or error.connection_invalidated
    return True


def _defaults() -> dict[str, Any]:
    return {
        **configuration(get_settings().redis_url),
        "worker_consumer": f"{PromptConsumer.__module__}:{PromptConsumer.__name__}",
    }


taker = Taker()
celery_app = ConsumerApp("backend_core", set_as_current=False)
celery_app.add_defaults(_defaults)
celery_app.steps["consumer"].add(SilenceStep)


@celery_app.task(name=CORE_RECORD_RESULT.name, shared=False)  # type: ignore[untyped-decorator]
def record_result(envelope: dict[str, Any]) -> None:
    """Take in one report (`core.record_result`)."""
    try:
        report = Report.model_validate(envelope)
    except ValidationError as error:
        log.warning("report does not validate", problems=error.error_count())
        return
    try:
        take_or_park(taker.take, report)
    except (DBAPIError, PoolTimeoutError, OSError) as error:
        raise Reject(type(error).__name__, requeue=True) from error


def take_or_park(take: Callable[[Report], None], report: Report) -> None:
    """Take a report in. A result that the database will never take counts as a failed attempt of its task.

    Raises what may pass with time, so that the report comes again. Nothing comes again for ever: a task has a limited
    number of attempts, and every other report is out of date when it has failed.
    """
    try:
        take(report)
    except DBAPIError as error:
        if _passing(error):
            raise
        body = report.body
        log.error("report cannot be stored", kind=body.kind, error=type(error.orig).__name__)
        if isinstance(body, TaskReport) and isinstance(body.outcome, Success):
            failure = Failure(error=TaskError(code=ErrorCode.INTERNAL, retryable=True))
            take_or_park(take, Report(body=body.model_copy(update={"outcome": failure})))
