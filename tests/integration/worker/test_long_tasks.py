"""A task that takes long is told of while it runs; one that ends its process is not run for ever."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from interview_contracts.errors import ErrorCode
from interview_contracts.queues import Queue
from interview_contracts.registry import SPEECH_SYNTHESIZE
from interview_contracts.reports import Failure, Success
from tests.integration.worker.gated import GATE, STARTS
from tests.integration.worker.processes import Worker, running_worker

pytestmark = pytest.mark.integration

SPEAK = {"text": "Hello.", "language": "en", "target": "speech/1.wav"}


@pytest.fixture
def worker(redis_url: str) -> Iterator[Worker]:
    with running_worker("tests.integration.worker.gated", Queue.GPU, redis_url) as worker:
        os.mkfifo(worker.uploads / GATE)
        yield worker


@contextmanager
def open_gate(worker: Worker) -> Iterator[None]:
    gate = os.open(worker.uploads / GATE, os.O_RDWR)
    os.write(gate, b"!")
    yield
    os.close(gate)


def test_progress_is_told_while_the_process_is_deep_in_a_library(worker: Worker) -> None:
    key = worker.send(SPEECH_SYNTHESIZE, SPEAK, attempt=2)
    first, second = worker.progress_of(key, 2)[:2]
    assert (first.name, first.attempt, first.task_id) == (SPEECH_SYNTHESIZE.name, 2, second.task_id)
    with open_gate(worker):
        assert isinstance(worker.report(key).outcome, Success)


def test_a_task_whose_process_was_killed_is_reported_as_lost_and_the_next_one_is_done(worker: Worker) -> None:
    key = worker.send(SPEECH_SYNTHESIZE, SPEAK)
    worker.progress_of(key, 1)
    os.kill(worker.pool_process(), signal.SIGKILL)
    outcome = worker.report(key).outcome
    assert isinstance(outcome, Failure)
    assert (outcome.error.code, outcome.error.retryable) == (ErrorCode.WORKER_LOST, True)
    with open_gate(worker):
        again = worker.send(SPEECH_SYNTHESIZE, {**SPEAK, "target": "speech/2.wav"})
        assert isinstance(worker.report(again).outcome, Success)
    assert (worker.uploads / STARTS).read_text().split() == ["speech/1.wav", "speech/2.wav"]
