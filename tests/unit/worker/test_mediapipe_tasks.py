"""MediaPipe's one thread: an engine whose work in it does not end says so, and costs its process."""

import threading
from pathlib import Path
from typing import Any

import pytest

from ai_worker.engines.base import Deadline, EngineConfig, EngineError
from ai_worker.engines.face import mediapipe_tasks
from ai_worker.engines.face.table import ENGINES
from tests.support.waiting import wait_for

pytestmark = pytest.mark.unit

WITHIN_S = 30


class OverOnceBegun(Deadline):
    """A deadline that passes as soon as the work has begun."""

    begun = threading.Event()

    def remaining_s(self) -> float:
        return 0.0 if self.begun.wait(WITHIN_S) else float("inf")

    def check(self) -> None:
        return None


def test_every_engine_tells_of_work_that_does_not_heed_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    engines: list[Any] = [row.create(EngineConfig(models_dir=Path("nowhere"))) for row in ENGINES.values()]
    assert [engine.stuck_s() for engine in engines] == [0.0] * len(engines)
    go_on = threading.Event()

    def hang() -> None:
        OverOnceBegun.begun.set()
        go_on.wait(WITHIN_S)

    monkeypatch.setattr(mediapipe_tasks, "_until", OverOnceBegun)
    with pytest.raises(EngineError):
        mediapipe_tasks.apart(hang)
    with pytest.raises(EngineError):
        mediapipe_tasks.apart(lambda: "the turn is not held for ever")
    assert all(engine.stuck_s() > 0.0 for engine in engines)
    go_on.set()
    wait_for(lambda: not any(engine.stuck_s() for engine in engines) or None, within_s=WITHIN_S, what="the end")
