"""A report is published again while the broker is away, and given up after a bounded time."""

from typing import Any

import pytest
from kombu.exceptions import OperationalError

from ai_worker.reporting import RETRY_DELAYS_S, Reporter
from ai_worker.tasks.runner import run
from interview_contracts.reports import Report, TaskReport
from tests.unit.worker.scripted import envelope, job, made, toolbox

pytestmark = pytest.mark.unit


class ScriptedApp:
    """Refuses the first messages, then takes them."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals
        self.sent: list[tuple[str, dict[str, Any]]] = []

    def send_task(self, name: str, **options: Any) -> None:
        if self.refusals:
            self.refusals -= 1
            raise OperationalError("gone")
        self.sent.append((name, options))


def report() -> TaskReport:
    done = run(job(made), envelope(), toolbox())
    assert done is not None
    return done


def test_a_report_goes_straight_to_the_core() -> None:
    app = ScriptedApp(refusals=0)
    done = report()
    assert Reporter(app, sleep=lambda _: None).task(done)
    name, options = app.sent[0]
    assert name == "core.record_result"
    assert options["queue"].name == "core_results"
    assert not options["queue"].exchange.name
    assert Report.model_validate(options["kwargs"]["envelope"]).body == done


def test_headers_do_not_repeat_the_result() -> None:
    app = ScriptedApp(refusals=0)
    Reporter(app, sleep=lambda _: None).task(report())
    assert (app.sent[0][1]["argsrepr"], app.sent[0][1]["kwargsrepr"]) == ("()", "{}")


def test_a_broker_that_comes_back_gets_the_report_once() -> None:
    app, waits = ScriptedApp(refusals=4), list[float]()
    assert Reporter(app, sleep=waits.append).task(report())
    assert len(app.sent) == 1
    assert waits == list(RETRY_DELAYS_S[:4])


def test_a_broker_that_stays_away_is_given_up() -> None:
    app, waits = ScriptedApp(refusals=1000), list[float]()
    assert not Reporter(app, sleep=waits.append).task(report())
    assert sum(waits) == sum(RETRY_DELAYS_S) < 15
