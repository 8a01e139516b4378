"""The parent process tells of recorded tasks at work: soon after they began, then a few times a lease."""

from types import SimpleNamespace
from typing import Any

import pytest

from ai_worker.progress import LOOK_S, REPORTS_A_LEASE, Progress
from interview_contracts.registry import EVALUATION_RATE_ANSWER, SPEECH_TRANSCRIBE_SEGMENT
from interview_contracts.reports import TaskProgress
from tests.unit.worker.engine_rows import Clock
from tests.unit.worker.scripted import TASK_ID, envelope

pytestmark = pytest.mark.unit

INTERVAL_S = EVALUATION_RATE_ANSWER.lease_s / REPORTS_A_LEASE


class Heard:
    def __init__(self) -> None:
        self.clock = Clock()
        self.reports: list[TaskProgress] = []
        self.broker_is_there = True
        self.progress = Progress(self.publish, clock=self.clock)

    def publish(self, report: TaskProgress) -> bool:
        if self.broker_is_there:
            self.reports.append(report)
        return self.broker_is_there

    def request(self, name: str = EVALUATION_RATE_ANSWER.name, **changes: Any) -> Any:
        kwargs = {"envelope": envelope()}
        return SimpleNamespace(id=f"{name}:1", name=name, kwargs=kwargs, **changes)


def test_a_long_task_is_told_of_a_few_times_a_lease() -> None:
    heard = Heard()
    request = heard.request()
    heard.progress.look([request])
    assert heard.reports == [], "it may be over in a moment"
    for _ in range(int(EVALUATION_RATE_ANSWER.lease_s / LOOK_S)):
        heard.clock.now += LOOK_S
        heard.progress.look([request])
    assert len(heard.reports) == REPORTS_A_LEASE
    report = heard.reports[0]
    assert (report.task_id, report.key, report.attempt) == (TASK_ID, "speech:1", 2)


def test_a_task_that_is_done_is_forgotten() -> None:
    heard = Heard()
    heard.progress.look([heard.request()])
    heard.clock.now += INTERVAL_S
    heard.progress.look([])
    assert heard.reports == []


@pytest.mark.parametrize("name", [SPEECH_TRANSCRIBE_SEGMENT.name, "nobody.knows"])
def test_what_the_core_does_not_record_is_not_told_of(name: str) -> None:
    heard = Heard()
    request = heard.request(name)
    heard.progress.look([request])
    heard.clock.now += 60
    heard.progress.look([request])
    assert heard.reports == []


@pytest.mark.parametrize("kwargs", [None, {}, {"envelope": {"key": "x"}}])
def test_a_broken_message_is_passed_over(kwargs: dict[str, Any] | None) -> None:
    heard = Heard()
    request = heard.request()
    request.kwargs = kwargs
    heard.progress.look([request])
    heard.clock.now += LOOK_S
    heard.progress.look([request])
    assert heard.reports == []


def test_without_a_broker_a_look_ends_at_the_first_report_and_comes_back_later() -> None:
    heard = Heard()
    heard.broker_is_there = False
    request = heard.request()
    heard.progress.look([request])
    heard.clock.now += LOOK_S
    heard.progress.look([request])
    heard.broker_is_there = True
    heard.progress.look([request])
    assert heard.reports == []
    heard.clock.now += INTERVAL_S
    heard.progress.look([request])
    assert len(heard.reports) == 1
