"""Wiping Redis removes kombu's table of bindings; a message to the default exchange needs none."""

from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue as Received
from typing import Any

import pytest
import redis
from celery import Celery
from celery.contrib.testing.worker import start_worker
from kombu.entity import Queue

pytestmark = pytest.mark.integration

NAME = "gpu_worker"
WAIT_S = 20


@contextmanager
def working(url: str, received: "Received[str]") -> Iterator[Celery]:
    """Run a worker that consumes one queue of the default exchange, as the product's workers do."""
    app = Celery("receiver", broker=url, set_as_current=False)
    app.conf.update(
        task_queues=[Queue(NAME, routing_key=NAME)],
        task_ignore_result=True,
        accept_content=["json"],
        broker_connection_retry_on_startup=True,
        worker_prefetch_multiplier=1,
        task_acks_late=True,
    )

    @app.task(name="probe")  # type: ignore[untyped-decorator]
    def probe(*, envelope: dict[str, Any]) -> None:
        received.put(envelope["key"])

    with start_worker(app, pool="solo", perform_ping_check=False, loglevel="ERROR", shutdown_timeout=WAIT_S):
        yield app


def send(app: Celery, key: str) -> None:
    app.send_task("probe", kwargs={"envelope": {"key": key}}, queue=NAME)


def test_the_queue_must_be_named(redis_url: str) -> None:
    """With an empty exchange Celery takes the queue's name for the list and ignores a routing key without a queue."""
    with Celery("sender", broker=redis_url, set_as_current=False) as sender, redis.Redis.from_url(redis_url) as client:
        sender.send_task("probe", exchange="", routing_key=NAME)
        assert client.llen(NAME) == 0
        sender.send_task("probe", queue=NAME)
        assert client.llen(NAME) == 1


def test_a_message_after_flushall_arrives_without_declaring_again(redis_url: str) -> None:
    received: Received[str] = Received()
    sender = Celery("sender", broker=redis_url, set_as_current=False)
    with working(redis_url, received):
        send(sender, "before")
        assert received.get(timeout=WAIT_S) == "before"
        with redis.Redis.from_url(redis_url) as client:
            client.flushall()
        send(sender, "after")
        assert received.get(timeout=WAIT_S) == "after"
    sender.close()
