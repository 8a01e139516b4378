"""Sends tasks by name from a thread of its own, so that a broker that is away never holds up media.

Speech segments and reports wait in order and are tried until the broker takes them; face frames are worth something
only now, so they are the first to go. Both queues are bounded.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import redis
import structlog
from celery import Celery
from kombu.entity import Exchange
from kombu.entity import Queue as BrokerQueue

from interview_contracts.base import Message
from interview_contracts.envelopes import TaskEnvelope
from interview_contracts.queues import PRIORITY_STEPS, Queue
from interview_contracts.registry import CORE_RECORD_RESULT, SPEECH_TRANSCRIBE_SEGMENT, VISION_OBSERVE_FACES
from interview_contracts.reports import MediaSessionChanged, Report, SpeechClosed
from interview_contracts.routing import report_route
from interview_contracts.spec import TaskSpec
from media_server import metrics

log = structlog.get_logger(__name__)

_MAX_IMPORTANT = 5000
_MAX_VISION = 3
_MAX_VISION_IN_BROKER = 30
_LOOK_EVERY_S = 0.5
_SEGMENT_WORTH = timedelta(seconds=60)
_VISION_WORTH = timedelta(seconds=2)
_BACKOFF_S = (0.2, 0.5, 1.0, 2.0)
_SOCKET_OPTIONS = {"socket_timeout": 2.0, "socket_connect_timeout": 1.0, "socket_keepalive": True}


@dataclass(slots=True)
class _Outgoing:
    task: str
    queue: str
    priority: int
    kwargs: dict[str, Any]
    on_drop: Callable[[], None] | None = field(default=None)


def _straight_queue(name: str) -> BrokerQueue:
    return BrokerQueue(name, Exchange(""), routing_key=name)


def make_celery(redis_url: str) -> Celery:
    """Return a Celery application that publishes straight to the queues' lists.

    Through the default exchange no binding is looked up in Redis, so a wiped Redis takes the next message at once.
    """
    app = Celery("media_server", broker=redis_url, set_as_current=False)
    app.conf.update(
        task_queues=[_straight_queue(str(queue)) for queue in Queue],
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_create_missing_queues=False,
        broker_transport_options={
            **_SOCKET_OPTIONS,
            "priority_steps": list(PRIORITY_STEPS),
            "queue_order_strategy": "priority",
            "retry_on_timeout": False,
            "max_retries": 0,
            "health_check_interval": 10,
        },
        broker_connection_timeout=1.0,
        broker_pool_limit=1,
        enable_utc=True,
    )
    return app


class Sender:
    """Thread-safe; `segment`, `report` and `vision` return at once."""

    def __init__(self, redis_url: str) -> None:
        self._celery = make_celery(redis_url)
        self._redis = redis.Redis.from_url(redis_url, **_SOCKET_OPTIONS)
        self._important: deque[_Outgoing] = deque()
        self._vision: deque[_Outgoing] = deque()
        self._wake = threading.Condition()
        self._stopping = False
        self._give_up = False
        self._looked = 0.0
        self._behind = False
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)

    def start(self) -> None:
        """Start the sending thread."""
        self._thread.start()

    def stop(self, timeout_s: float) -> None:
        """Send what waits, for at most `timeout_s` seconds, then end the thread. Blocks."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        self._thread.join(timeout_s)
        self._give_up = True
        with self._wake:
            self._wake.notify()

    @property
    def waiting(self) -> int:
        """Messages not yet taken by the broker."""
        return len(self._important) + len(self._vision)

    def segment(self, payload: Message, *, key: str, correlation_id: str) -> None:
        """Send a speech segment to be transcribed."""
        spec = SPEECH_TRANSCRIBE_SEGMENT
        self._put_important(_task(spec, payload, key=key, correlation_id=correlation_id, worth=_SEGMENT_WORTH))

    def report(self, body: SpeechClosed | MediaSessionChanged) -> None:
        """Report to the core."""
        report = Report(body=body)
        route = report_route(report)
        envelope = {"envelope": report.model_dump(mode="json")}
        self._put_important(_Outgoing(CORE_RECORD_RESULT.name, str(route.queue), route.priority, envelope))

    def vision(self, payload: Message, *, on_drop: Callable[[], None]) -> None:
        """Send frames; `on_drop` is called when they are given up because newer ones came."""
        spec = VISION_OBSERVE_FACES
        item = _task(spec, payload, key=f"vision:{uuid4()}", correlation_id="", worth=_VISION_WORTH)
        item.on_drop = on_drop
        with self._wake:
            self._vision.append(item)
            while len(self._vision) > _MAX_VISION:
                _drop(self._vision.popleft())
            self._wake.notify()

    def _put_important(self, item: _Outgoing) -> None:
        with self._wake:
            self._important.append(item)
            while self._vision and len(self._important) > _MAX_IMPORTANT // 2:
                _drop(self._vision.popleft())
            while len(self._important) > _MAX_IMPORTANT:
                _drop(self._important.popleft())
            self._wake.notify()

    def _run(self) -> None:
        failures = 0
        while True:
            with self._wake:
                metrics.TASKS_WAITING.set(self.waiting)
                while not self.waiting and not self._stopping:
                    self._wake.wait()
                if self._give_up or (self._stopping and not self._important):
                    return
                source = self._important or self._vision
                item = source.popleft()
            try:
                self._publish(item)
                failures = 0
            except Exception as error:  # whatever the broker's client raises, the message is kept
                if failures == 0:
                    log.warning("broker_unreachable", error=type(error).__name__)
                self._keep(item)
                pause = _BACKOFF_S[min(failures, len(_BACKOFF_S) - 1)]
                failures += 1
                with self._wake:
                    self._wake.wait_for(lambda: self._give_up, timeout=pause)

    def _keep(self, item: _Outgoing) -> None:
        if item.task == VISION_OBSERVE_FACES.name:
            _drop(item)
            return
        with self._wake:
            self._important.appendleft(item)

    def _publish(self, item: _Outgoing) -> None:
        if item.task == VISION_OBSERVE_FACES.name and self._vision_is_behind(item):
            _drop(item)
            return
        self._celery.send_task(
            item.task,
            kwargs=item.kwargs,
            queue=item.queue,
            priority=item.priority,
            declare=[],
            argsrepr="()",
            kwargsrepr="{}",
            retry=False,
            ignore_result=True,
        )
        metrics.TASKS_SENT.labels(item.task).inc()

    def _vision_is_behind(self, item: _Outgoing) -> bool:
        """Tell whether so many batches wait, for a worker or for the core, that one more would only be late."""
        now = time.monotonic()
        if now - self._looked < _LOOK_EVERY_S:
            return self._behind
        self._looked = now
        queues = (item.queue, str(Queue.CORE_VISION))
        names = [queue if step == 0 else f"{queue}\x06\x16{step}" for queue in queues for step in PRIORITY_STEPS]
        with self._redis.pipeline(transaction=False) as pipe:
            for name in names:
                pipe.llen(name)
            self._behind = sum(int(length) for length in pipe.execute()) >= _MAX_VISION_IN_BROKER
        return self._behind


def _task(spec: TaskSpec[Any, Any], payload: Message, *, key: str, correlation_id: str, worth: timedelta) -> _Outgoing:
    now = datetime.now(UTC)
    envelope = TaskEnvelope(
        task_id=uuid4(),
        key=key,
        correlation_id=correlation_id,
        sent_at=now,
        deadline=now + worth,
        payload=payload.model_dump(mode="json"),
    )
    return _Outgoing(spec.name, str(spec.queue), spec.priority, {"envelope": envelope.model_dump(mode="json")})


def _drop(item: _Outgoing) -> None:
    metrics.TASKS_DROPPED.labels(item.task).inc()
    if item.on_drop is not None:
        item.on_drop()
