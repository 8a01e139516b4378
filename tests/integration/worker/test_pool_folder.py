"""What pool processes leave in their worker's folder, with real processes that die."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from ai_worker.engines.aside import FIRST_REST_S, MOST_DEATHS
from ai_worker.engines.base import Deadline, EngineError
from ai_worker.pool.crashes import Crashes
from ai_worker.pool.statuses import Statuses
from interview_contracts.engines import EngineInfo, EngineStatus
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, Language
from tests.integration.worker.processes import ROOT
from tests.unit.worker.engine_rows import Clock, Loads, Row, at_once, chain, rules

pytestmark = pytest.mark.integration

WORK = "llm:model"
_DIE_AT_WORK = """
import os, signal, sys
from pathlib import Path
from ai_worker.pool.crashes import Crashes
with Crashes(Path(sys.argv[1])).at_work(sys.argv[2]):
    if sys.argv[3] == "die":
        os.kill(os.getpid(), signal.SIGKILL)
"""


def process(folder: Path, work: str, end: str) -> None:
    command = [sys.executable, "-c", _DIE_AT_WORK, str(folder), work, end]
    subprocess.run(command, cwd=ROOT, check=False, timeout=60)


def test_deaths_at_work_are_counted_until_it_succeeds(tmp_path: Path) -> None:
    clock = Clock()
    crashes = Crashes(tmp_path, clock=clock)
    process(tmp_path, WORK, "live")
    assert crashes.deaths(WORK) == (0, 0.0)
    process(tmp_path, WORK, "die")
    clock.now += 5
    assert crashes.deaths(WORK) == (1, clock.now)
    clock.now += 5
    process(tmp_path, WORK, "die")
    assert Crashes(tmp_path, clock=clock).deaths(WORK) == (2, clock.now)
    assert crashes.deaths("llm:other") == (0, 0.0)
    crashes.survived(WORK)
    assert crashes.deaths(WORK) == (0, 0.0)
    assert not list(tmp_path.iterdir())


def test_work_that_goes_on_is_no_death(tmp_path: Path) -> None:
    crashes = Crashes(tmp_path)
    with crashes.at_work(WORK):
        assert Crashes(tmp_path).deaths(WORK)[0] == 0
    assert not list(tmp_path.iterdir())


def test_a_clock_that_is_set_meanwhile_is_no_death(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Crashes(tmp_path).at_work(WORK):
        # The system reckons a process's start from the wall clock.
        booted, created = psutil.boot_time(), psutil.Process().create_time()
        monkeypatch.setattr(psutil, "boot_time", lambda: booted + 3600)
        monkeypatch.setattr(psutil.Process, "create_time", lambda _: created + 3600)
        assert Crashes(tmp_path).deaths(WORK)[0] == 0


def test_work_is_done_where_no_mark_can_be_left(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    done = False
    with Crashes(gone).at_work(WORK):
        done = True
    Crashes(gone).note(WORK)
    assert done


def test_an_engine_that_ends_its_process_again_and_again_is_set_aside(tmp_path: Path) -> None:
    clock, model = Clock(), Row("model")
    crashes = Crashes(tmp_path, clock=clock)
    for _ in range(MOST_DEATHS):
        process(tmp_path, WORK, "die")
    engines = chain(model, rules(), clock=clock, crashes=crashes)
    assert engines.serving().name == "rules"
    (aside,) = engines.set_aside()
    assert (aside.engine, aside.code) == ("model", ErrorCode.WORKER_LOST)
    clock.now += FIRST_REST_S
    served = engines.serving()
    assert served.name == "model"
    engines.done(served, 0.1)
    assert not engines.ended_processes()


def test_after_one_death_the_engine_is_used_again_but_nobody_waits_for_it_to_begin(tmp_path: Path) -> None:
    crashes, loads = Crashes(tmp_path), Loads()
    process(tmp_path, WORK, "die")
    engines = chain(Row("model"), rules(), crashes=crashes, later=loads)
    assert engines.ended_processes()
    with pytest.raises(EngineError):
        engines.serving(wait=Deadline.after(0.0))
    loads.finish()
    assert engines.serving().name == "model"
    assert chain(Row("model"), crashes=crashes, later=at_once).serving().name == "model"


def test_the_parent_hears_the_newest_word_of_those_that_live(tmp_path: Path) -> None:
    said = Statuses(tmp_path)
    status = EngineStatus(
        engine=EngineInfo(capability=Capability.LLM, name="model", version="1"), languages=(Language.KO,), loaded=True
    )
    assert said.heard() == {}
    said.say([status])
    assert Statuses(tmp_path).heard() == {Capability.LLM: status}
    dead = subprocess.Popen([sys.executable, "-c", "pass"])
    dead.wait(timeout=60)
    (tmp_path / f"{os.getpid()}.json").rename(tmp_path / f"{dead.pid}.json")
    assert Statuses(tmp_path).heard() == {}
    (tmp_path / f"{os.getpid()}.json").write_text("half a w")
    assert Statuses(tmp_path).heard() == {}
    assert Statuses(None).heard() == {}
