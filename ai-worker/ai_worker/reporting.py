"""Telling the core: every report goes through the one task `core.record_result`, with bounded retries."""

import time
from collections.abc import Callable

import structlog
from celery import Celery
from kombu.entity import Exchange
from kombu.entity import Queue as BrokerQueue
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from interview_contracts.queues import CORE_QUEUES
from interview_contracts.registry import CORE_RECORD_RESULT
from interview_contracts.reports import EnginesReport, Report, TaskProgress, TaskReport
from interview_contracts.routing import report_route

log = structlog.get_logger(__name__)

RETRY_DELAYS_S = (0.1, 0.2, 0.4, 0.8, 1.6, 2.0, 2.0, 2.0, 2.0)
"""Waits between attempts to publish, some 11 s in all: a broker that restarts is back by then. After that the
core's lease runs out and the task is sent again, which is safe."""

_QUEUES = {queue: BrokerQueue(queue.value, Exchange(""), routing_key=queue.value) for queue in CORE_QUEUES}


class Reporter:
    """Publishes reports through the default exchange, straight to the core's queues, so that no binding is needed."""

    def __init__(self, app: Celery, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._app = app
        self._sleep = sleep

    def task(self, report: TaskReport) -> bool:
        """Publish a task's outcome; returns False when the broker stayed away."""
        for delay in (*RETRY_DELAYS_S, None):
            if self._publish(Report(body=report)):
                return True
            if delay is not None:
                self._sleep(delay)
        log.error("report.lost", task=report.name, task_id=str(report.task_id), correlation_id=report.correlation_id)
        return False

    def engines(self, report: EnginesReport) -> bool:
        """Publish which engines this process offers; a lost one is replaced by the next."""
        return self._publish(Report(body=report))

    def progress(self, report: TaskProgress) -> bool:
        """Publish that a task is still worked on; a lost one is replaced by the next."""
        return self._publish(Report(body=report))

    def _publish(self, report: Report) -> bool:
        route = report_route(report)
        try:
            self._app.send_task(
                CORE_RECORD_RESULT.name,
                kwargs={"envelope": report.model_dump(mode="json")},
                queue=_QUEUES[route.queue],
                declare=[],
                priority=route.priority,
                retry=False,
                # The message's headers repeat the arguments for display; a result holds personal data.
                argsrepr="()",
                kwargsrepr="{}",
            )
        except (OperationalError, RedisError, OSError) as error:
            log.warning("report.publish_failed", error_type=type(error).__name__)
            return False
        return True
