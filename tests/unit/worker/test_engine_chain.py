"""The best engine that loads serves; one that does not is set aside with a reason and tried again."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog

from ai_worker.engines.aside import FIRST_REST_S, LONGEST_AWAY_REST_S, LONGEST_REST_S
from ai_worker.engines.base import Deadline, EngineError
from ai_worker.engines.chain import LONGEST_LOAD_S, LOOK_S, MOST_ABSENCES, STUCK_S, in_a_thread
from ai_worker.engines.footprint import Footprint
from ai_worker.pool.crashes import Crashes
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import EngineQuality
from tests.unit.worker.engine_rows import Clock, Loads, Row, chain, rules

pytestmark = pytest.mark.unit

UNAVAILABLE = EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
UNREACHABLE = EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=True)
NO_MEMORY = EngineError(ErrorCode.OUT_OF_MEMORY, retryable=True)
NOW = Deadline.after(0.0)


def test_the_first_row_that_lacks_nothing_serves() -> None:
    engines = chain(Row("remote", lacking="No server is configured."), Row("model"), rules())
    assert engines.serving().name == "model"
    status = engines.status()
    assert (status.engine.name, status.loaded, status.available) == ("model", True, True)
    assert [(one.engine, one.reason, one.code) for one in status.passed_over] == [
        ("remote", "No server is configured.", None)
    ]
    assert status.note == "remote: No server is configured."


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (UNAVAILABLE, ErrorCode.ENGINE_UNAVAILABLE),
        (NO_MEMORY, ErrorCode.OUT_OF_MEMORY),
        (MemoryError(), ErrorCode.OUT_OF_MEMORY),
        (RuntimeError("somebody's words"), ErrorCode.ENGINE_FAILED),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_engine_that_does_not_load_is_set_aside_and_the_next_serves(broken: Exception, code: ErrorCode) -> None:
    engines = chain(Row("model", broken=broken), rules())
    with structlog.testing.capture_logs() as logs:
        assert engines.serving().name == "rules"
    (passed_over,) = engines.status().passed_over
    assert (passed_over.engine, passed_over.code) == ("model", code)
    assert passed_over.again_at == datetime.fromtimestamp(1_000_000.0 + FIRST_REST_S, UTC)
    assert passed_over.reason
    assert "somebody's words" not in f"{passed_over} {logs}"


@pytest.mark.parametrize(("broken", "longest_s"), [(NO_MEMORY, LONGEST_REST_S), (UNREACHABLE, LONGEST_AWAY_REST_S)])
def test_it_is_tried_again_after_a_rest_that_grows_to_a_longest(broken: EngineError, longest_s: float) -> None:
    clock, model = Clock(), Row("model", broken=broken)
    engines = chain(model, rules(), clock=clock)
    rests = []
    for times in range(1, 10):
        assert engines.serving().name == "rules"
        assert model.loads == times
        (aside,) = engines.set_aside()
        assert aside.again_at is not None
        rests.append(aside.again_at.timestamp() - clock.now)
        clock.now = aside.again_at.timestamp() - 1
        assert engines.serving().name == "rules"
        assert model.loads == times
        clock.now += 1 + LOOK_S
    assert rests == sorted(rests)
    assert (rests[0], rests[1], rests[-1]) == (FIRST_REST_S, 2 * FIRST_REST_S, longest_s)
    model.broken = None
    clock.now += LONGEST_REST_S
    assert engines.serving().name == "model"
    assert engines.status().passed_over == ()


def test_it_is_tried_again_at_once_when_its_files_changed(tmp_path: Path) -> None:
    clock, model = Clock(), Row("model", broken=UNAVAILABLE, files=["weights"])
    (tmp_path / "weights").write_bytes(b"half")
    engines = chain(model, rules(), clock=clock, models_dir=tmp_path)
    assert engines.serving().name == "rules"
    clock.now += LOOK_S
    assert engines.serving().name == "rules"
    assert model.loads == 1
    model.broken = None
    (tmp_path / "weights").write_bytes(b"all of it")
    clock.now += LOOK_S
    assert engines.serving().name == "model"


def test_files_that_arrive_while_it_runs_are_used() -> None:
    clock, model = Clock(), Row("model", lacking="The file is not there.")
    engines = chain(model, rules(), clock=clock)
    assert engines.serving().name == "rules"
    model.lacking = ""
    clock.now += LOOK_S
    assert engines.serving().name == "model"


def test_while_a_model_is_loaded_for_the_first_time_nobody_gets_another_engine() -> None:
    loads = Loads()
    engines = chain(Row("model"), rules(), later=loads)
    with pytest.raises(EngineError) as caught:
        engines.serving(wait=NOW)
    assert caught.value.retryable
    assert engines.loading() == "model"
    assert not engines.status().loaded
    spare = engines.spare()
    assert spare is not None
    assert spare.name == "rules"
    loads.finish()
    assert engines.serving(wait=NOW).name == "model"


def test_while_one_is_tried_again_the_next_serves() -> None:
    clock, loads = Clock(), Loads()
    engines = chain(Row("model", broken=NO_MEMORY), rules(), clock=clock, later=loads)
    with pytest.raises(EngineError):
        engines.serving(wait=NOW)
    loads.finish()
    clock.now += FIRST_REST_S
    assert engines.serving(wait=NOW).name == "rules"
    assert engines.loading() == "model"


def test_a_load_in_a_thread_is_waited_for() -> None:
    engines = chain(Row("model"), rules(), later=in_a_thread)
    assert engines.serving(wait=Deadline.after(30.0)).name == "model"


def test_demonstration_quality_never_takes_over_from_an_engine_that_is_installed(tmp_path: Path) -> None:
    demo = Row("demo", quality=EngineQuality.DEMO)
    with pytest.raises(EngineError) as caught:
        chain(Row("model", broken=UNAVAILABLE), demo).serving()
    assert (caught.value.code, caught.value.retryable) == (ErrorCode.ENGINE_UNAVAILABLE, True)
    assert chain(Row("model", lacking="It is not installed."), demo).serving().name == "demo"
    (tmp_path / "weights").write_bytes(b"half")
    damaged = chain(Row("model", lacking="It is damaged.", files=["weights"]), demo, models_dir=tmp_path)
    assert not damaged.status().available
    with pytest.raises(EngineError):
        damaged.serving()
    assert demo.loads == 1


def test_a_forced_engine_is_not_replaced() -> None:
    engines = chain(Row("model", broken=UNAVAILABLE), rules(), choice="model")
    with pytest.raises(EngineError):
        engines.serving()
    assert engines.spare() is None
    status = engines.status()
    assert not status.available
    assert [one.engine for one in status.passed_over] == ["model"]
    unknown = chain(rules(), choice="nobody")
    assert unknown.status().note == "The configured engine name is not known."
    with pytest.raises(EngineError) as caught:
        unknown.serving()
    assert not caught.value.retryable


def test_an_engine_that_is_away_again_and_again_is_set_aside_until_it_is_back() -> None:
    clock, remote = Clock(), Row("remote")
    engines = chain(remote, rules(), clock=clock)
    served = engines.serving()
    for _ in range(MOST_ABSENCES - 1):
        engines.failed(served, ErrorCode.ENGINE_UNAVAILABLE, 0.1)
    engines.failed(served, ErrorCode.ENGINE_TIMEOUT, 0.1)
    for _ in range(MOST_ABSENCES - 1):
        engines.failed(served, ErrorCode.ENGINE_UNAVAILABLE, 0.1)
    assert engines.serving().name == "remote"
    engines.failed(served, ErrorCode.ENGINE_UNAVAILABLE, 0.1)
    assert engines.serving().name == "rules"
    clock.now += FIRST_REST_S
    assert engines.serving().name == "remote"


def test_the_status_tells_how_the_engine_does() -> None:
    clock = Clock()
    engines = chain(Row("model"), clock=clock)
    served = engines.serving()
    engines.done(served, 0.25)
    assert (engines.status().latency_ms, engines.status().last_error) == (250, None)
    clock.now += 5
    engines.failed(served, ErrorCode.ENGINE_TIMEOUT, 3.0)
    status = engines.status()
    assert (status.latency_ms, status.last_error, status.memory_mb) == (3000, ErrorCode.ENGINE_TIMEOUT, 0)
    assert status.last_error_at == datetime.fromtimestamp(clock.now, UTC)


def test_an_engine_that_does_not_heed_its_end_costs_its_process(tmp_path: Path) -> None:
    crashes, model = Crashes(tmp_path), Row("model")
    engines = chain(model, rules(), crashes=crashes)
    engines.serving()
    assert not engines.stuck()
    model.stuck_s = STUCK_S - 1
    assert not engines.stuck()
    assert not engines.ended_processes()
    model.stuck_s = STUCK_S
    assert engines.stuck()
    assert engines.ended_processes()


def test_a_spare_engine_that_does_not_heed_its_end_costs_its_process(tmp_path: Path) -> None:
    spare = rules()
    engines = chain(Row("model"), spare, crashes=Crashes(tmp_path))
    assert engines.serving().name == "model"
    assert engines.spare() is not None
    spare.stuck_s = STUCK_S
    assert engines.stuck()
    assert [one.engine for one in engines.ended_processes()] == ["rules"]


def test_a_load_that_does_not_end_costs_its_process() -> None:
    clock, loads = Clock(), Loads()
    engines = chain(Row("model"), rules(), clock=clock, later=loads)
    with pytest.raises(EngineError):
        engines.serving(wait=NOW)
    clock.now += LONGEST_LOAD_S - 1
    assert not engines.stuck()
    clock.now += 1
    assert engines.stuck()
    loads.finish()
    assert not engines.stuck()


def test_without_a_thread_to_load_in_there_is_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    engines = chain(Row("model"), rules(), later=in_a_thread)
    with monkeypatch.context() as limited:
        limited.setattr(threading.Thread, "start", no_thread)
        with pytest.raises(EngineError) as caught:
            engines.serving(wait=NOW)
    assert (caught.value.code, caught.value.retryable) == (ErrorCode.OUT_OF_MEMORY, True)
    assert engines.loading() is None
    assert engines.spare() is not None


def no_thread(_: threading.Thread) -> None:
    raise RuntimeError("can't start new thread")


def test_what_lacked_something_is_found_by_a_look_without_a_request() -> None:
    clock, model = Clock(), Row("model", lacking="The model file is damaged.")
    engines = chain(model, rules(), clock=clock)
    assert engines.serving().name == "rules"
    model.lacking = ""
    clock.now += LOOK_S
    assert engines.status().engine.name == "rules"
    engines.look()
    assert engines.status().engine.name == "model"


def test_another_thread_may_ask_the_chain_while_it_tells_of_a_change() -> None:
    answered: list[bool] = []

    def ask() -> None:
        asking = threading.Thread(target=engines.status, daemon=True)
        asking.start()
        asking.join(10)
        answered.append(not asking.is_alive())

    loads, model = Loads(), Row("model", broken=UNAVAILABLE)
    engines = chain(model, rules(), later=loads, changed=ask)
    with pytest.raises(EngineError):
        engines.serving(wait=NOW)
    loads.finish()
    assert engines.serving().name == "rules"
    assert answered == [True]


def test_a_load_that_breaks_off_in_an_unforeseen_way_leaves_nobody_waiting() -> None:
    loads = Loads()
    measures: list[Footprint | OSError] = [OSError("a disk that fails"), Footprint(100), Footprint(200)]

    def measure() -> Footprint:
        found = measures.pop(0)
        if isinstance(found, OSError):
            raise found
        return found

    engines = chain(Row("model"), later=loads, measure=measure)
    with pytest.raises(EngineError):
        engines.serving(wait=NOW)
    with pytest.raises(OSError, match="a disk"):
        loads.finish()
    assert engines.loading() is None
    with pytest.raises(EngineError):
        engines.serving(wait=NOW)
    loads.finish()
    assert engines.serving().name == "model"
