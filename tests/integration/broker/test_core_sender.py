"""The core's sender reaches every queue, also when Redis was wiped since it last sent."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
import redis

from backend_core.tasks.broker import CelerySender, create_celery
from interview_contracts.envelopes import TaskEnvelope
from interview_contracts.queues import Queue

pytestmark = pytest.mark.integration


def length(client: "redis.Redis", queue: Queue) -> int:
    """Return the number of waiting messages; Celery keeps one list a priority step, the first under the plain name."""
    keys = [key for key in client.scan_iter(f"{queue.value}*") if client.type(key) == b"list"]
    plain = {queue.value.encode()} | {key for key in keys if key.startswith(queue.value.encode() + b"\x06\x16")}
    return sum(int(client.llen(key)) for key in plain)


async def test_every_queue_is_reached_before_and_after_flushall(redis_url: str) -> None:
    sender = CelerySender(create_celery(redis_url))
    with redis.Redis.from_url(redis_url) as client:
        for _ in range(2):
            for queue in Queue:
                envelope = TaskEnvelope(task_id=uuid4(), key=queue.value, sent_at=datetime.now(UTC), payload={})
                await sender.send(name="probe", queue=queue, priority=0, envelope=envelope)
            assert {queue: length(client, queue) for queue in Queue} == dict.fromkeys(Queue, 1)
            client.flushall()
    sender.close()
