"""`script/server` as a whole: it starts, keeps data, restarts what dies, and leaves nothing running."""

import signal
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest

from interview_embedded import supervision
from tests.support.platform import Platform, running_platform
from tests.support.waiting import wait_for

pytestmark = pytest.mark.faults

BACK_WITHIN_S = 30


def answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def all_run(platform: Platform) -> bool:
    return set(platform.control.states().values()) == {"RUNNING"}


def plain(url: str) -> str:
    return url.replace("+psycopg", "")


def test_it_serves_the_product_and_the_demo_data(platform: Platform) -> None:
    assert all_run(platform)
    assert "<div" in httpx.get(platform.url).text
    login = {"email": "recruiter@demo.example", "password": platform.secrets["DEMO_PASSWORD"]}
    assert httpx.post(f"{platform.api_url}/auth/login", json=login).status_code == 200


PROGRAMS = [
    "api", "results", "results-vision", "relay", "gpu-live", "gpu-batch", "cpu-live", "cpu-batch", "cpu-vision",
    "media", "redis", "postgres",
]  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_killed_program_is_back(platform: Platform, program: str) -> None:
    killed = platform.kill(program)
    wait_for(
        lambda: platform.control.pids().get(program, killed) != killed, within_s=BACK_WITHIN_S, what="a new process"
    )
    wait_for(lambda: all_run(platform), within_s=BACK_WITHIN_S, what="all programs")
    wait_for(lambda: answers(f"{platform.url}/health/ready"), within_s=BACK_WITHIN_S, what="the API")


def test_a_stop_leaves_nothing_running_and_a_second_start_keeps_the_data(tmp_path: Path) -> None:
    with running_platform(tmp_path / "data") as first:
        password = first.secrets["DEMO_PASSWORD"]
        with psycopg.connect(plain(first.database_url)) as connection:
            connection.execute("CREATE TABLE kept_across_starts (id int)")
        first.process.send_signal(signal.SIGINT)
        assert first.process.wait(60) == 0
        assert supervision.leftovers(first.layout) == []
    with running_platform(tmp_path / "data") as second:
        assert second.secrets["DEMO_PASSWORD"] == password
        with psycopg.connect(plain(second.database_url)) as connection:
            assert connection.execute("SELECT count(*) FROM kept_across_starts").fetchone() == (0,)


def test_a_run_that_was_killed_hard_is_cleaned_up_by_the_next(tmp_path: Path) -> None:
    with running_platform(tmp_path / "data") as first:
        programs = [psutil.Process(pid) for pid in first.control.pids().values()]
        supervisor = psutil.Process(programs[0].ppid())
        first.process.kill()
        supervisor.kill()
        programs[-1].kill()
    with running_platform(tmp_path / "data") as second:
        assert all_run(second)
        assert not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in programs)
