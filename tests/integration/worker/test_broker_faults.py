"""A worker takes up its work within seconds, whatever happens to its broker and to itself."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import redis

from interview_contracts.queues import Queue
from interview_contracts.registry import SPEECH_SYNTHESIZE
from interview_contracts.reports import Success
from interview_embedded import privileges
from interview_embedded.ports import free_tcp_port
from interview_embedded.redis import RedisServer, stop
from tests.integration.worker.processes import Worker, running_worker
from tests.support.waiting import wait_for

pytestmark = pytest.mark.integration

SPEAK = {"text": "Hello.", "language": "en", "target": "speech/1.wav"}
BACK_WITHIN_S = 10.0


class Broker:
    """A Redis that can be killed and started again on its port."""

    def __init__(self, folder: Path) -> None:
        self.server = RedisServer(folder=folder, port=free_tcp_port())
        self.process = self._started()

    def _started(self) -> "subprocess.Popen[bytes]":
        command = privileges.with_parent(self.server.command())
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self.server.wait_ready(timeout_s=30, process=process)
        return process

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def start(self) -> None:
        self.process = self._started()

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.server.url())


@contextmanager
def working(folder: Path) -> Iterator[tuple[Broker, Worker]]:
    broker = Broker(folder)
    try:
        with running_worker("ai_worker.gpu", Queue.GPU, broker.server.url()) as worker:
            speaks(worker, within_s=60)
            yield broker, worker
    finally:
        stop(broker.process)


def speaks(worker: Worker, within_s: float = BACK_WITHIN_S) -> None:
    report = worker.report(worker.send(SPEECH_SYNTHESIZE, SPEAK), within_s=within_s)
    assert isinstance(report.outcome, Success)


def logged(worker: Worker, text: str, times: int = 1) -> bool:
    return worker.log.read_text().count(text) >= times


def test_a_wiped_broker_changes_nothing(tmp_path: Path) -> None:
    with working(tmp_path) as (broker, worker):
        with broker.client() as client:
            client.flushall()
        speaks(worker)


def test_a_broker_that_was_killed_and_came_back_is_served_again(tmp_path: Path) -> None:
    with working(tmp_path) as (broker, worker):
        for round_number in (1, 2, 3):
            broker.kill()
            wait_for(
                lambda seen=round_number: logged(worker, "broker.unreachable", seen),  # type: ignore[misc]
                within_s=BACK_WITHIN_S,
                what="the worker to notice",
            )
            broker.start()
            speaks(worker)


def test_an_acknowledgement_that_is_lost_does_not_silence_the_worker(tmp_path: Path) -> None:
    """The broker goes away while a task runs: its message can never be acknowledged on that connection."""
    with working(tmp_path) as (broker, worker):
        long = {**SPEAK, "text": "One more sentence to say. " * 38}
        for _ in range(3):
            worker.send(SPEECH_SYNTHESIZE, long)
            broker.kill()
            broker.start()
            speaks(worker)


def test_a_broker_that_hangs_is_served_when_it_wakes(tmp_path: Path) -> None:
    with working(tmp_path) as (broker, worker):
        broker.process.send_signal(signal.SIGSTOP)
        try:
            wait_for(
                lambda: logged(worker, "BRPOP got no reply") or logged(worker, "Connection to broker lost"),
                within_s=20,
                what="the worker to notice",
            )
        finally:
            broker.process.send_signal(signal.SIGCONT)
        speaks(worker)


def test_a_killed_pool_process_is_replaced(tmp_path: Path) -> None:
    with working(tmp_path) as (_, worker):
        [child] = psutil.Process(worker.process.pid).children()
        child.kill()
        speaks(worker, within_s=30)


def test_no_pool_process_outlives_its_worker(tmp_path: Path) -> None:
    with working(tmp_path) as (_, worker):
        children = psutil.Process(worker.process.pid).children(recursive=True)
        worker.process.kill()
        worker.process.wait()
        wait_for(lambda: not any(child.is_running() for child in children), within_s=10, what="the pool to end")
