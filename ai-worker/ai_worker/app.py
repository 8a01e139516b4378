"""The Celery application of a worker kind: how it consumes, what it sends, how it survives its broker.

Queues are lists of the default exchange: messages go straight to them, no binding table is needed, and a broker that
was wiped serves the next message as before.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from socket import TCP_KEEPCNT, TCP_KEEPINTVL
from typing import Any

from celery import Celery, signals
from celery.apps.worker import Worker
from kombu.entity import Exchange
from kombu.entity import Queue as BrokerQueue
from kombu.utils.objects import cached_property

from ai_worker.consumption import EnginesStep, StallStep
from ai_worker.logs import configure_logging
from ai_worker.pool.folder import shared_folder
from ai_worker.progress import ProgressStep
from ai_worker.settings import WorkerSettings, get_settings
from ai_worker.status import offered
from ai_worker.tasks.job import Job
from ai_worker.tasks.register import equip, keep_looking, register, warm_up
from interview_contracts.queues import PRIORITY_STEPS, Queue

# The same option has another name on macOS.
if sys.platform == "darwin":
    from socket import TCP_KEEPALIVE as TCP_KEEPIDLE
else:
    from socket import TCP_KEEPIDLE

HEALTH_CHECK_S = 3
"""A reply of the broker that is overdue for longer makes the worker connect anew (kombu checks at this interval)."""

BROKER_OPTIONS: dict[str, Any] = {
    "socket_timeout": 5.0,
    "socket_connect_timeout": 3.0,
    "socket_keepalive": True,
    "socket_keepalive_options": {TCP_KEEPIDLE: 5, TCP_KEEPINTVL: 2, TCP_KEEPCNT: 3},
    "health_check_interval": HEALTH_CHECK_S,
    "retry_on_timeout": True,
    # Longer than any task may take; the core's leases re-send long before.
    "visibility_timeout": 1800,
    "priority_steps": list(PRIORITY_STEPS),
    "queue_order_strategy": "priority",
}


_NICER: dict[str, int] = {Queue.CPU: 5, Queue.CPU_BATCH: 10, Queue.GPU_BATCH: 10}


class _QuietWorker(Worker):  # type: ignore[misc]
    """A worker that keeps to its queues: no gossip with other workers, no banner between the JSON lines."""

    def on_before_init(self, **kwargs: Any) -> None:
        equip(self.app, self.app.interview_settings, folder=shared_folder())
        super().on_before_init(**kwargs)

    def prepare_args(self, **kwargs: Any) -> dict[str, Any]:
        return {**kwargs, "without_gossip": True, "without_mingle": True, "without_heartbeat": True}

    def emit_banner(self) -> None:
        return None


class WorkerApp(Celery):  # type: ignore[misc]
    """A Celery application whose `worker` command runs `_QuietWorker`."""

    @cached_property
    def Worker(self) -> Any:  # noqa: N802  Celery looks the class up under this name.
        """Return the class behind `celery worker`."""
        return self.subclass_with_self(_QuietWorker)


def straight_queue(queue: Queue) -> Any:
    """Return a queue of the default exchange: a list that needs no binding."""
    return BrokerQueue(queue.value, Exchange(""), routing_key=queue.value)


def step_back(queues: Iterable[str]) -> None:
    """Let others have the processor first: a process is as nice as its most urgent queue allows."""
    increment = min((_NICER.get(queue, 0) for queue in queues), default=0)
    if increment:
        os.nice(increment)


def build_app(
    name: str, queues: Sequence[Queue], jobs: Sequence[Job[Any, Any]], settings: WorkerSettings | None = None
) -> WorkerApp:
    """Return the application of a worker kind, with one registered Celery task a job."""
    settings = settings or get_settings()
    app = WorkerApp(name, broker=settings.redis_url, set_as_current=False)
    app.conf.update(
        task_queues=[straight_queue(queue) for queue in queues],
        task_default_queue=queues[0].value,
        task_create_missing_queues=False,
        task_serializer="json",
        accept_content=["json"],
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        result_backend=None,
        worker_prefetch_multiplier=1,
        worker_pool="prefork",
        worker_consumer="ai_worker.consumption:PromptConsumer",
        worker_concurrency=settings.worker_concurrency,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_proc_alive_timeout=120.0,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_connection_retry_on_startup=True,
        broker_connection_retry=True,
        broker_connection_max_retries=None,
        broker_connection_timeout=3.0,
        broker_transport_options=BROKER_OPTIONS,
        broker_heartbeat=None,
        enable_utc=True,
        timezone="UTC",
    )
    app.interview_jobs = tuple(jobs)
    app.interview_settings = settings
    app.steps["consumer"].update({EnginesStep, ProgressStep, StallStep})
    register(app, jobs, settings)

    # Celery holds receivers weakly; the application keeps them alive.
    def set_up_logging(**_: Any) -> None:
        configure_logging(settings.log_level)

    def prepare_process(**_: Any) -> None:
        step_back(app.amqp.queues.consume_from)
        capabilities = offered(jobs, app.amqp.queues.consume_from)
        app.interview_toolbox.engines.offer(capabilities)
        if settings.worker_warm_up:
            warm_up(app, capabilities)
            keep_looking(app)

    signals.setup_logging.connect(set_up_logging)
    signals.worker_process_init.connect(prepare_process)
    app.interview_receivers = (set_up_logging, prepare_process)
    return app
