"""The Celery application of the core, and the sender that puts tasks straight into their queue's list."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from celery import Celery
from kombu.entity import Exchange
from kombu.entity import Queue as KombuQueue

from interview_contracts.envelopes import TaskEnvelope
from interview_contracts.queues import CORE_QUEUES, PRIORITY_STEPS, Queue

_VISIBILITY_TIMEOUT_S = 3600
_SOCKET = {
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
    "health_check_interval": 10,
    "retry_on_timeout": True,
}
_PUBLISH_RETRY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.1}


def straight_queue(queue: Queue) -> KombuQueue:
    """Return a queue of the default exchange: a list that needs no binding."""
    return KombuQueue(queue.value, Exchange(""), routing_key=queue.value)


def configuration(broker_url: str) -> dict[str, Any]:
    """Return the Celery settings of the core.

    The queue is bound to the default exchange: a message's routing key is then the name of its list in Redis, so that a
    wiped Redis needs no declaration before the next message.
    """
    return {
        "broker_url": broker_url,
        "task_serializer": "json",
        "accept_content": ["json"],
        "result_serializer": "json",
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_acks_on_failure_or_timeout": True,
        "worker_prefetch_multiplier": 1,
        "task_ignore_result": True,
        "task_store_errors_even_if_ignored": False,
        "broker_connection_retry": True,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_connection_timeout": 5,
        "broker_transport_options": {
            **_SOCKET,
            "visibility_timeout": _VISIBILITY_TIMEOUT_S,
            "priority_steps": list(PRIORITY_STEPS),
            "queue_order_strategy": "priority",
        },
        "task_queues": [straight_queue(queue) for queue in CORE_QUEUES],
        "task_default_queue": Queue.CORE_RESULTS.value,
        "worker_enable_remote_control": False,
        "worker_send_task_events": False,
        "worker_hijack_root_logger": False,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "task_create_missing_queues": False,
    }


def create_celery(broker_url: str) -> Celery:
    """Return a Celery application on this broker."""
    app = Celery("backend_core", set_as_current=False)
    app.conf.update(configuration(broker_url))
    return app


class CelerySender:
    """Puts envelopes into the workers' queues, one after the other, in a thread of its own."""

    def __init__(self, app: Celery) -> None:
        self._app = app
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="broker")

    async def send(self, *, name: str, queue: Queue, priority: int, envelope: TaskEnvelope) -> None:
        """Publish one task. Raises when the broker does not take it."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._publish, name, queue, priority, envelope)

    def _publish(self, name: str, queue: Queue, priority: int, envelope: TaskEnvelope) -> None:
        self._app.send_task(
            name,
            kwargs={"envelope": envelope.model_dump(mode="json")},
            task_id=f"{envelope.task_id}:{envelope.attempt}",
            queue=straight_queue(queue),
            declare=[],
            priority=priority,
            retry=True,
            retry_policy=_PUBLISH_RETRY,
            ignore_result=True,
            argsrepr="()",
            kwargsrepr="{}",
        )

    def close(self) -> None:
        """End the thread and close the connections."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._app.close()
