"""A worker as the product starts it, and the core's side of its queue."""

import base64
import json
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import redis
from celery import Celery
from kombu.entity import Queue as BrokerQueue

from interview_contracts.queues import CORE_QUEUES, PRIORITY_STEPS, Queue
from interview_contracts.reports import EnginesReport, Report, TaskReport
from interview_contracts.spec import TaskSpec
from tests.support.models import MODELS
from tests.support.waiting import wait_for

WAIT_S = 60.0
_SEPARATOR = "\x06\x16"


class Worker:
    """A running worker process with its broker and uploads."""

    def __init__(self, process: "subprocess.Popen[bytes]", url: str, uploads: Path, log: Path) -> None:
        self.process = process
        self.uploads = uploads
        self.log = log
        self.engines: list[EnginesReport] = []
        self._url = url
        self._sender = Celery("core", broker=url, set_as_current=False)
        self._found: dict[str, TaskReport] = {}

    def send(self, spec: TaskSpec[Any, Any], payload: dict[str, Any], **changes: Any) -> str:
        """Send a task as the core does and return its key."""
        key = f"{spec.name}:{uuid.uuid4()}"
        envelope = {
            "task_id": str(uuid.uuid4()),
            "key": key,
            "sent_at": datetime.now(UTC).isoformat(),
            "payload": payload,
            **changes,
        }
        queue = BrokerQueue(spec.queue.value, routing_key=spec.queue.value)
        self._sender.send_task(
            spec.name, kwargs={"envelope": envelope}, queue=queue, declare=[], priority=spec.priority
        )
        return key

    def report(self, key: str, within_s: float = WAIT_S) -> TaskReport:
        """Wait for the report of a task."""
        return wait_for(lambda: self._look(key), within_s=within_s, what=f"the report of {key}; see the worker's log")

    def engines_report(self, within_s: float = WAIT_S) -> EnginesReport:
        """Wait for what the process says about its engines."""
        wait_for(lambda: self._look("") or self.engines, within_s=within_s, what="an engines report")
        return self.engines[-1]

    def _look(self, key: str) -> TaskReport | None:
        lists = [
            f"{queue.value}{_SEPARATOR}{step}" if step else queue.value
            for queue in CORE_QUEUES
            for step in PRIORITY_STEPS
        ]
        with redis.Redis.from_url(self._url) as client:
            for each in lists:
                while (message := client.rpop(each)) is not None:
                    arguments = json.loads(base64.b64decode(json.loads(message)["body"]))[1]
                    body = Report.model_validate(arguments["envelope"]).body
                    if isinstance(body, TaskReport):
                        self._found[body.key] = body
                    elif isinstance(body, EnginesReport):
                        self.engines.append(body)
        return self._found.get(key)


@contextmanager
def running_worker(app: str, queue: Queue, url: str, **environment: str) -> Iterator[Worker]:
    """Run `celery -A app worker -Q queue` in a process of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        uploads, log = Path(folder) / "uploads", Path(folder) / "log"
        uploads.mkdir()
        settings = {"REDIS_URL": url, "UPLOADS_DIR": str(uploads), "MODELS_DIR": str(MODELS), **environment}
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", app, "worker", "-Q", queue.value],
                env={**os.environ, **settings},
                cwd=folder,
                stdout=output,
                stderr=output,
            )
        try:
            yield Worker(process, url, uploads, log)
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
