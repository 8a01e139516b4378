"""Which worker processes give way to others."""

import os

import pytest

from ai_worker.app import step_back
from interview_contracts.queues import CPU_QUEUES, GPU_QUEUES, Queue

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("queues", "expected"),
    [
        ((Queue.GPU,), []),
        ((Queue.CPU_VISION,), []),
        ((Queue.CPU,), [5]),
        ((Queue.CPU_BATCH,), [10]),
        ((Queue.GPU_BATCH,), [10]),
        (CPU_QUEUES, []),
        (GPU_QUEUES, []),
        ((Queue.CPU, Queue.CPU_BATCH), [5]),
    ],
)
def test_a_process_is_as_nice_as_its_most_urgent_queue_allows(
    monkeypatch: pytest.MonkeyPatch, queues: tuple[Queue, ...], expected: list[int]
) -> None:
    nice: list[int] = []
    monkeypatch.setattr(os, "nice", nice.append)
    step_back([queue.value for queue in queues])
    assert nice == expected
