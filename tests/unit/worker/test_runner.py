"""One function runs every task: whatever happens in a handler becomes a report with a code and no text."""

from dataclasses import replace
from datetime import timedelta

import pytest
import structlog
from celery.exceptions import SoftTimeLimitExceeded

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.errors import WorkError
from ai_worker.pool.crashes import Crashes
from ai_worker.tasks.job import Toolbox, unavailable
from ai_worker.tasks.runner import MOST_DEATHS, run
from ai_worker.tasks.use import EnginesFailed, Made
from interview_contracts.engines import EngineFailure
from interview_contracts.errors import ErrorCode, TaskError
from interview_contracts.payloads.speech import SynthesizePayload, SynthesizeResult
from interview_contracts.registry import JOB_DRAFT, SPEECH_SYNTHESIZE
from interview_contracts.reports import Failure, Success, TaskReport
from tests.unit.worker.scripted import (
    ENGINE,
    NOW,
    RESULT,
    TASK_ID,
    Handler,
    envelope,
    job,
    made,
    raising,
    toolbox,
)

pytestmark = pytest.mark.unit


def report(handle: Handler = made, **changes: object) -> TaskReport:
    done = run(job(handle), envelope(**changes), toolbox(), now=lambda: NOW)  # type: ignore[arg-type]
    assert done is not None
    return done


def failure(handle: Handler = made, **changes: object) -> tuple[ErrorCode, bool]:
    outcome = report(handle, **changes).outcome
    assert isinstance(outcome, Failure)
    return outcome.error.code, outcome.error.retryable


def test_a_result_is_reported_with_its_engine_and_times() -> None:
    done = report()
    assert done.outcome == Success(result=RESULT.model_dump(mode="json"))
    assert (done.task_id, done.key, done.name, done.attempt) == (TASK_ID, "speech:1", SPEECH_SYNTHESIZE.name, 2)
    assert done.correlation_id == "interview-1"
    assert done.engine == ENGINE
    assert done.sent_at < done.started_at == done.finished_at == NOW


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (EngineError(ErrorCode.LANGUAGE_UNSUPPORTED, retryable=False), (ErrorCode.LANGUAGE_UNSUPPORTED, False)),
        (WorkError(ErrorCode.FILE_MISSING, retryable=True), (ErrorCode.FILE_MISSING, True)),
        (SoftTimeLimitExceeded(), (ErrorCode.ENGINE_TIMEOUT, True)),
        (MemoryError(), (ErrorCode.OUT_OF_MEMORY, True)),
        (RuntimeError("the candidate said something private"), (ErrorCode.INTERNAL, True)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_becomes_its_code(error: Exception, expected: tuple[ErrorCode, bool]) -> None:
    assert failure(raising(error)) == expected


def test_no_error_text_leaves_or_is_logged() -> None:
    with structlog.testing.capture_logs() as logs:
        done = report(raising(RuntimeError("a secret")))
    assert "a secret" not in done.model_dump_json()
    assert "a secret" not in repr(logs)
    assert any(entry["event"] == "task.failed" and entry["error_type"] == "RuntimeError" for entry in logs)


def test_errors_that_end_the_process_are_not_held_back() -> None:
    with pytest.raises(SystemExit):
        report(raising(SystemExit(1)))


def test_a_wrong_payload_is_a_failure_and_not_retried() -> None:
    assert failure(payload={"text": ""}) == (ErrorCode.INVALID_PAYLOAD, False)


@pytest.mark.parametrize("broken", [{}, {"task_id": "x"}, {"payload": 1}])
def test_an_envelope_that_names_no_task_is_dropped(broken: dict[str, object]) -> None:
    assert run(job(made), broken, toolbox()) is None


def test_late_work_is_dropped_and_tidied_up() -> None:
    discarded: list[SynthesizePayload] = []
    late = job(raising(AssertionError()), discard=lambda payload, _: discarded.append(payload))
    done = run(late, envelope(deadline_s=0), toolbox(), now=lambda: NOW)
    assert done is not None
    assert isinstance(done.outcome, Failure)
    assert done.outcome.error.code is ErrorCode.DEADLINE_PASSED
    assert not done.outcome.error.retryable
    assert len(discarded) == 1


class Deaths(Crashes):
    """A memory of processes that died at every task."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def deaths(self, what: str) -> tuple[int, float]:
        return self._count, 1.0


def test_a_task_that_ended_its_process_is_not_run_again() -> None:
    discarded: list[SynthesizePayload] = []
    deadly = job(raising(AssertionError()), discard=lambda payload, _: discarded.append(payload))
    tools = replace(toolbox(), crashes=Deaths(MOST_DEATHS))
    done = run(deadly, envelope(), tools, now=lambda: NOW)
    assert done is not None
    assert done.outcome == Failure(error=TaskError(code=ErrorCode.WORKER_LOST, retryable=True))
    assert len(discarded) == 1


def test_what_nobody_records_is_run_once_more() -> None:
    unrecorded = replace(job(made), spec=replace(SPEECH_SYNTHESIZE, recorded=False))
    once = run(unrecorded, envelope(), replace(toolbox(), crashes=Deaths(1)), now=lambda: NOW)
    twice = run(unrecorded, envelope(), replace(toolbox(), crashes=Deaths(2)), now=lambda: NOW)
    assert once is not None
    assert twice is not None
    assert (once.outcome.status, twice.outcome.status) == ("success", "failure")


def test_engines_that_were_passed_over_are_reported() -> None:
    slow = EngineFailure(engine="model", code=ErrorCode.ENGINE_TIMEOUT)
    done = report(lambda *_: Made(RESULT, ENGINE, (slow,)))
    assert (done.engine, done.passed_over) == (ENGINE, (slow,))
    failed = EnginesFailed(EngineError(ErrorCode.ENGINE_TIMEOUT, retryable=True), (slow,))
    assert report(raising(failed)).passed_over == (slow,)


@pytest.mark.parametrize(("deadline_s", "most"), [(None, SPEECH_SYNTHESIZE.time_limit_s), (2.0, 2.0), (900.0, 20.0)])
def test_the_handler_gets_the_nearer_limit(deadline_s: float | None, most: float) -> None:
    left: list[float] = []

    def handle(_: SynthesizePayload, __: Toolbox, deadline: Deadline) -> Made[SynthesizeResult]:
        left.append(deadline.remaining_s())
        return Made(RESULT)

    report(handle, deadline_s=deadline_s)
    assert timedelta(seconds=most - 1) < timedelta(seconds=left[0]) <= timedelta(seconds=most)


def test_a_task_without_its_capability_says_so() -> None:
    payload = {"description": "A job", "language": "en"}
    done = run(unavailable(JOB_DRAFT), envelope(payload=payload), toolbox(), now=lambda: NOW)
    assert done is not None
    assert isinstance(done.outcome, Failure)
    assert done.outcome.error.code is ErrorCode.CAPABILITY_UNAVAILABLE
    assert not done.outcome.error.retryable
