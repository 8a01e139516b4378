"""Live work is done by the spare engine when a better one fails, overruns or still loads; other work is not."""

from typing import Any

import pytest
import structlog
from celery.exceptions import SoftTimeLimitExceeded

from ai_worker.engines.aside import FIRST_REST_S
from ai_worker.engines.base import NO_DEADLINE, Deadline, EngineError
from ai_worker.engines.chain import MOST_ABSENCES, MOST_OVERRUNS
from ai_worker.errors import WorkError
from ai_worker.tasks.use import GRACE_S, RESERVE_S, EnginesFailed, use
from interview_contracts.engines import EngineFailure
from interview_contracts.errors import ErrorCode
from interview_contracts.payloads.interviews import FollowUpResult
from interview_contracts.vocabulary import Capability
from tests.unit.worker.engine_rows import Clock, Loads, Row, Scripted, engines, rules

pytestmark = pytest.mark.unit

RESULT = FollowUpResult(rationale="done")


class Work:
    """Raises what is scripted for an engine, and remembers who worked with how much time."""

    def __init__(self, **failures: BaseException) -> None:
        self.failures = failures
        self.seen: list[tuple[str, float]] = []

    def __call__(self, engine: Any, deadline: Deadline) -> FollowUpResult:
        assert isinstance(engine, Scripted)
        self.seen.append((engine.row.name, deadline.remaining_s()))
        if engine.row.name in self.failures:
            raise self.failures[engine.row.name]
        return RESULT


def failed(engine: str, code: ErrorCode) -> EngineFailure:
    return EngineFailure(engine=engine, code=code)


def test_the_best_engine_keeps_a_reserve_for_the_spare_one() -> None:
    work = Work()
    made = use(engines(Row("model"), rules()), Capability.LLM, work, deadline=Deadline.after(3.5), spare=True)
    assert made.engine is not None
    assert (made.engine.name, made.passed_over) == ("model", ())
    assert 3.5 - RESERVE_S - 1 < work.seen[0][1] <= 3.5 - RESERVE_S


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (EngineError(ErrorCode.ENGINE_TIMEOUT, retryable=True), ErrorCode.ENGINE_TIMEOUT),
        (EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=True), ErrorCode.ENGINE_OUTPUT_INVALID),
        (EngineError(ErrorCode.LANGUAGE_UNSUPPORTED, retryable=False), ErrorCode.LANGUAGE_UNSUPPORTED),
        (SoftTimeLimitExceeded(), ErrorCode.ENGINE_TIMEOUT),
        (MemoryError(), ErrorCode.OUT_OF_MEMORY),
        (RuntimeError("a candidate's words"), ErrorCode.ENGINE_FAILED),
    ],
    ids=lambda value: str(value)[:24],
)
def test_whatever_it_raises_the_spare_engine_answers_and_the_record_says_so(error: Exception, code: ErrorCode) -> None:
    work = Work(model=error)
    with structlog.testing.capture_logs() as logs:
        made = use(engines(Row("model"), rules()), Capability.LLM, work, deadline=Deadline.after(3.5), spare=True)
    assert made.engine is not None
    assert (made.result, made.engine.name) == (RESULT, "rules")
    assert made.passed_over == (failed("model", code),)
    assert "a candidate's words" not in repr(logs)


def test_an_engine_that_overran_leaves_a_grace_to_the_spare_one() -> None:
    work = Work(model=SoftTimeLimitExceeded())
    use(engines(Row("model"), rules()), Capability.LLM, work, deadline=Deadline.after(0.0), spare=True)
    assert 0 < work.seen[1][1] <= GRACE_S


def test_while_a_model_loads_short_work_does_not_wait_for_it() -> None:
    work = Work()
    made = use(
        engines(Row("model"), rules(), later=Loads()), Capability.LLM, work, deadline=Deadline.after(3.5), spare=True
    )
    assert made.engine is not None
    assert made.engine.name == "rules"
    assert made.passed_over == (failed("model", ErrorCode.ENGINE_UNAVAILABLE),)


def test_a_model_that_overran_again_and_again_is_not_tried_for_prompt_work() -> None:
    work, clock = Work(model=EngineError(ErrorCode.ENGINE_TIMEOUT, retryable=True)), Clock()
    offered = engines(Row("model"), rules(), clock=clock)

    def asked(deadline_s: float) -> list[str]:
        work.seen.clear()
        made = use(offered, Capability.LLM, work, deadline=Deadline.after(deadline_s), spare=True)
        assert made.passed_over == (failed("model", ErrorCode.ENGINE_TIMEOUT),)
        return [name for name, _ in work.seen]

    for _ in range(MOST_OVERRUNS):
        assert asked(3.5) == ["model", "rules"]
    assert asked(3.5) == ["rules"]
    assert "too slow" in offered.status(Capability.LLM).note
    assert asked(60.0) == ["model", "rules"], "work that may take its time is still given to it"
    clock.now += FIRST_REST_S
    assert asked(3.5) == ["model", "rules"]
    assert asked(3.5) == ["rules"]
    clock.now += 2 * FIRST_REST_S
    work.failures.clear()
    made = use(offered, Capability.LLM, work, deadline=Deadline.after(3.5), spare=True)
    assert made.engine is not None
    assert made.engine.name == "model"


@pytest.mark.parametrize(
    "error", [EngineError(ErrorCode.ENGINE_TIMEOUT, retryable=True), MemoryError(), SoftTimeLimitExceeded()]
)
def test_work_that_is_compared_is_not_given_to_another_engine(error: Exception) -> None:
    work = Work(model=error)
    with pytest.raises(EnginesFailed) as caught:
        use(engines(Row("model"), rules()), Capability.LLM, work, deadline=NO_DEADLINE)
    assert caught.value.retryable
    assert caught.value.passed_over == (failed("model", caught.value.code),)
    assert [name for name, _ in work.seen] == ["model"]


def test_an_unexpected_error_of_such_work_is_the_engine_s_and_its_text_stays_here() -> None:
    work = Work(model=RuntimeError("a candidate's words"))
    with structlog.testing.capture_logs() as logs, pytest.raises(EnginesFailed) as caught:
        use(engines(Row("model"), rules()), Capability.LLM, work, deadline=NO_DEADLINE)
    assert (caught.value.code, caught.value.retryable) == (ErrorCode.ENGINE_FAILED, True)
    assert caught.value.passed_over == (failed("model", ErrorCode.ENGINE_FAILED),)
    assert [(one["error_type"], bool(one["where"])) for one in logs if one["event"] == "engine.failed"] == [
        ("RuntimeError", True)
    ]
    assert "a candidate's words" not in repr(logs)


UNREACHABLE = EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=True)


def test_while_an_engine_is_merely_away_the_spare_one_does_no_work_that_is_compared() -> None:
    clock, server = Clock(), Row("server", broken=UNREACHABLE)
    offered, work = engines(server, rules(), clock=clock), Work()
    with pytest.raises(EnginesFailed) as caught:
        use(offered, Capability.LLM, work, deadline=NO_DEADLINE)
    assert (caught.value.code, caught.value.retryable) == (ErrorCode.ENGINE_UNAVAILABLE, True)
    assert caught.value.passed_over == (failed("server", ErrorCode.ENGINE_UNAVAILABLE),)
    assert work.seen == []
    made = use(offered, Capability.LLM, work, deadline=Deadline.after(3.5), spare=True)
    assert made.engine is not None
    assert made.engine.name == "rules", "live work is done meanwhile"
    server.broken = None
    clock.now += FIRST_REST_S
    made = use(offered, Capability.LLM, work, deadline=NO_DEADLINE)
    assert made.engine is not None
    assert made.engine.name == "server"


def test_an_engine_that_was_set_aside_for_absences_is_not_replaced_either() -> None:
    clock, work = Clock(), Work(server=UNREACHABLE)
    offered = engines(Row("server"), rules(), clock=clock)
    for _ in range(MOST_ABSENCES + 1):
        with pytest.raises(EnginesFailed) as caught:
            use(offered, Capability.LLM, work, deadline=NO_DEADLINE)
        assert caught.value.retryable
    assert [name for name, _ in work.seen] == ["server"] * MOST_ABSENCES


def test_while_one_is_away_another_model_does_all_work() -> None:
    offered = engines(Row("server", broken=UNREACHABLE), Row("model"), rules())
    made = use(offered, Capability.LLM, Work(), deadline=NO_DEADLINE)
    assert made.engine is not None
    assert made.engine.name == "model"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (EngineError(ErrorCode.OUT_OF_MEMORY, retryable=True), ErrorCode.OUT_OF_MEMORY),
        (EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False), ErrorCode.ENGINE_UNAVAILABLE),
        (RuntimeError(), ErrorCode.ENGINE_FAILED),
    ],
    ids=["no memory", "a broken file", "a fault"],
)
def test_a_model_that_cannot_be_loaded_is_replaced_for_all_work(error: Exception, code: ErrorCode) -> None:
    made = use(engines(Row("model", broken=error), rules()), Capability.LLM, Work(), deadline=NO_DEADLINE)
    assert made.engine is not None
    assert made.engine.name == "rules"
    assert made.passed_over == (failed("model", code),)


def test_a_forced_engine_is_not_replaced() -> None:
    work = Work(model=EngineError(ErrorCode.ENGINE_TIMEOUT, retryable=True))
    forced = engines(Row("model"), rules(), engine_llm="model")
    with pytest.raises(EnginesFailed):
        use(forced, Capability.LLM, work, deadline=Deadline.after(3.5), spare=True)
    assert work.seen[0][1] > 3.5 - RESERVE_S


def test_what_is_wrong_with_the_task_itself_is_not_tried_twice() -> None:
    work = Work(model=WorkError(ErrorCode.FILE_MISSING))
    with pytest.raises(WorkError):
        use(engines(Row("model"), rules()), Capability.LLM, work, deadline=NO_DEADLINE, spare=True)
    assert len(work.seen) == 1


@pytest.mark.parametrize("failure", [EngineError(ErrorCode.ENGINE_FAILED, retryable=True), ZeroDivisionError()])
@pytest.mark.parametrize("rows", [(Row("model"), rules()), (rules(),)], ids=["both", "alone"])
def test_when_the_spare_engine_fails_as_well_the_task_fails(rows: tuple[Row, ...], failure: Exception) -> None:
    work = Work(model=EngineError(ErrorCode.ENGINE_TIMEOUT, retryable=True), rules=failure)
    with pytest.raises(EnginesFailed) as caught:
        use(engines(*rows), Capability.LLM, work, deadline=NO_DEADLINE, spare=True)
    assert caught.value.code is ErrorCode.ENGINE_FAILED
    assert [one.engine for one in caught.value.passed_over] == [row.name for row in rows]
    assert len(work.seen) == len(rows)
