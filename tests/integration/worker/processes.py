"""A worker as the product starts it, and the core's side of its queue."""

import base64
import json
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import redis
from celery import Celery
from kombu.entity import Queue as BrokerQueue

from interview_contracts.queues import CORE_QUEUES, PRIORITY_STEPS, Queue
from interview_contracts.reports import EnginesReport, Report, TaskProgress, TaskReport
from interview_contracts.spec import TaskSpec
from tests.support.models import MODELS
from tests.support.waiting import wait_for

ROOT = Path(__file__).resolve().parents[3]
WAIT_S = 60.0
_SEPARATOR = "\x06\x16"


class Worker:
    """A running worker process with its broker and uploads."""

    def __init__(self, process: "subprocess.Popen[bytes]", url: str, uploads: Path, log: Path) -> None:
        self.process = process
        self.uploads = uploads
        self.log = log
        self.engines: list[EnginesReport] = []
        self.progress: list[TaskProgress] = []
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

    def engines_report_that(self, fits: Callable[[EnginesReport], bool], within_s: float = WAIT_S) -> EnginesReport:
        """Wait for a word about the engines that fits."""
        return wait_for(lambda: self._fitting(fits), within_s=within_s, what="such an engines report")

    def progress_of(self, key: str, count: int, within_s: float = WAIT_S) -> list[TaskProgress]:
        """Wait until the worker has told so many times that it is at work on a task."""
        return wait_for(lambda: self._told(key, count), within_s=within_s, what=f"{count} reports of progress")

    def pool_process(self, within_s: float = WAIT_S) -> int:
        """Return the number of the worker's pool process."""
        return wait_for(self._pool_process, within_s=within_s, what="a pool process")

    def _fitting(self, fits: Callable[[EnginesReport], bool]) -> EnginesReport | None:
        self._look("")
        return next((report for report in reversed(self.engines) if fits(report)), None)

    def _told(self, key: str, count: int) -> list[TaskProgress] | None:
        self._look(key)
        told = [each for each in self.progress if each.key == key]
        return told if len(told) >= count else None

    def _pool_process(self) -> int | None:
        return next((child.pid for child in psutil.Process(self.process.pid).children()), None)

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
                    elif isinstance(body, TaskProgress):
                        self.progress.append(body)
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
                env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
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
