"""Work in a thread: who waits for it can stop waiting, and the next work finds the thread free or is told so."""

import gc
import threading

import pytest
import structlog

from ai_worker.engines.base import NO_DEADLINE, Deadline, EngineError
from ai_worker.engines.work_thread import Stop, Stopped, WorkThread
from interview_contracts.errors import ErrorCode
from tests.support.waiting import wait_for

pytestmark = pytest.mark.unit

WITHIN_S = 30


def code_of(thread: WorkThread, work: object, deadline: Deadline) -> ErrorCode:
    with pytest.raises(EngineError) as caught:
        thread.run(work, deadline)  # type: ignore[arg-type]  # some give nothing back
    return caught.value.code


def free(thread: WorkThread) -> bool:
    try:
        return thread.run(lambda _: True, NO_DEADLINE)
    except EngineError:
        return False


def test_results_and_errors_come_back() -> None:
    thread = WorkThread("test")

    def fail(_: Stop) -> None:
        raise KeyError("gone")

    assert thread.run(lambda _: 1, NO_DEADLINE) == 1
    with pytest.raises(KeyError):
        thread.run(fail, NO_DEADLINE)
    assert thread.run(lambda _: 2, Deadline.after(WITHIN_S)) == 2


def test_all_work_happens_in_one_other_thread() -> None:
    thread = WorkThread("test")
    places = {thread.run(lambda _: threading.get_ident(), NO_DEADLINE) for _ in range(3)}

    assert len(places) == 1
    assert threading.get_ident() not in places


def test_the_log_lines_of_work_name_its_task() -> None:
    with structlog.contextvars.bound_contextvars(task_id="7"):
        seen = WorkThread("test").run(lambda _: structlog.contextvars.get_contextvars(), NO_DEADLINE)
    assert seen["task_id"] == "7"


def test_work_that_heeds_its_flag_leaves_the_thread_free() -> None:
    thread = WorkThread("test", grace_s=WITHIN_S)
    woken: list[bool] = []

    def wait_for_the_flag(stop: Stop) -> None:
        waiting = threading.Event()
        stop.when_set(waiting.set)
        woken.append(waiting.wait(WITHIN_S))
        stop.check()

    assert code_of(thread, wait_for_the_flag, Deadline.after(0.01)) is ErrorCode.ENGINE_TIMEOUT
    assert woken == [True]
    assert thread.run(lambda _: "free", Deadline.after(WITHIN_S)) == "free"


def test_work_that_hangs_is_left_behind_and_further_work_is_refused_at_once() -> None:
    thread = WorkThread("test", grace_s=0.0)
    release, ended = threading.Event(), threading.Event()

    def hang(_: Stop) -> None:
        release.wait(WITHIN_S)
        ended.set()

    assert code_of(thread, hang, Deadline.after(0.01)) is ErrorCode.ENGINE_TIMEOUT
    assert code_of(thread, lambda _: "never", NO_DEADLINE) is ErrorCode.ENGINE_TIMEOUT
    assert thread.stuck_s() > 0.0

    release.set()
    assert ended.wait(WITHIN_S)
    assert wait_for(lambda: free(thread), within_s=WITHIN_S, what="the thread to be free")


def test_works_of_several_callers_wait_for_each_other_up_to_their_deadlines() -> None:
    thread = WorkThread("test", grace_s=0.0)
    begun, release = threading.Event(), threading.Event()
    done: list[str] = []

    def first(_: Stop) -> None:
        begun.set()
        release.wait(WITHIN_S)
        done.append("first")

    caller = threading.Thread(target=lambda: thread.run(first, NO_DEADLINE))
    caller.start()
    assert begun.wait(WITHIN_S)
    assert code_of(thread, lambda _: done.append("too late"), Deadline.after(0.01)) is ErrorCode.ENGINE_TIMEOUT
    assert thread.stuck_s() == 0.0

    release.set()
    thread.run(lambda _: done.append("second"), Deadline.after(WITHIN_S))
    caller.join(WITHIN_S)
    assert done == ["first", "second"]


def test_a_deadline_that_has_passed_begins_nothing() -> None:
    begun: list[int] = []
    assert code_of(WorkThread("test"), lambda _: begun.append(1), Deadline(0.0)) is ErrorCode.ENGINE_TIMEOUT
    assert begun == []


def test_a_flag_that_was_set_before_still_wakes() -> None:
    stop, calls = Stop(), list[str]()
    stop.set()
    stop.when_set(lambda: calls.append("woken"))

    assert calls == ["woken"]
    with pytest.raises(Stopped):
        stop.check()


def test_what_cannot_be_prepared_fails_the_work_that_waits_for_it_and_is_tried_again() -> None:
    faults: list[Exception] = [OSError("no library"), MemoryError()]
    prepared: list[bool] = []

    def prepare() -> None:
        if faults:
            raise faults.pop(0)
        prepared.append(True)

    thread = WorkThread("test", prepare=prepare)
    with pytest.raises(OSError, match="no library"):
        thread.run(lambda _: 1, NO_DEADLINE)
    with pytest.raises(MemoryError):
        thread.run(lambda _: 2, NO_DEADLINE)
    assert [thread.run(lambda _: 3, NO_DEADLINE) for _ in range(2)] == [3, 3]
    assert prepared == [True]


@pytest.mark.parametrize("error", [RuntimeError("can't start new thread"), MemoryError()])
def test_a_system_without_threads_is_out_of_memory(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(_: threading.Thread) -> None:
        raise error

    thread = WorkThread("test")
    with monkeypatch.context() as limited:
        limited.setattr(threading.Thread, "start", refuse)
        assert code_of(thread, lambda _: "never", NO_DEADLINE) is ErrorCode.OUT_OF_MEMORY
    assert thread.run(lambda _: "now", NO_DEADLINE) == "now"


def test_the_thread_ends_with_its_owner() -> None:
    owner = WorkThread("test")
    thread = owner.run(lambda _: threading.current_thread(), NO_DEADLINE)
    del owner
    gc.collect()

    thread.join(WITHIN_S)
    assert not thread.is_alive()
