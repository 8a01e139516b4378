"""PostgreSQL and Redis as the embedded mode runs them, after hard ends too."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from interview_embedded import layout, ports, server, supervision
from interview_embedded.layout import INSTANCE_VARIABLE, Layout
from interview_embedded.postgres import SERVER_SETTINGS, PostgresCluster
from interview_embedded.privileges import with_parent
from interview_embedded.problems import StartProblem

pytestmark = pytest.mark.integration

WAIT_S = 30


def start(cluster: PostgresCluster) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        cluster.command(SERVER_SETTINGS, die_with_parent=signal.SIGQUIT),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
    )
    cluster.wait_ready(timeout_s=WAIT_S, process=process)
    return process


@pytest.fixture
def cluster(tmp_path: Path) -> PostgresCluster:
    made = PostgresCluster(data=tmp_path / "data", sockets=tmp_path / "s")
    made.initialise(durable=False)
    return made


def instance(root: Path, **settings: str) -> Layout:
    return layout.from_environment({"DATA_DIR": str(root / "data"), **settings}, root)


def test_confirmed_rows_survive_a_killed_server_and_its_lock_is_cleared(cluster: PostgresCluster) -> None:
    process = start(cluster)
    cluster.ensure_database("kept", owner="somebody")
    cluster.execute("CREATE TABLE answer (id int)", "INSERT INTO answer VALUES (7)", database="kept")
    process.kill()
    process.wait()
    assert (cluster.data / "postmaster.pid").exists()
    cluster.clear_stale_lock()
    assert not (cluster.data / "postmaster.pid").exists()
    again = start(cluster)
    assert cluster.execute("SELECT id FROM answer", database="kept") == "7"
    again.send_signal(signal.SIGQUIT)
    again.wait(WAIT_S)


def test_a_server_of_an_earlier_run_is_ended(cluster: PostgresCluster) -> None:
    process = start(cluster)
    cluster.clear_stale_lock()
    assert process.wait(WAIT_S) == 0


def test_a_lock_whose_number_belongs_to_another_program_is_removed(cluster: PostgresCluster) -> None:
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n")
    cluster.clear_stale_lock()
    assert not (cluster.data / "postmaster.pid").exists()


def test_an_interrupted_initialisation_is_done_again(tmp_path: Path) -> None:
    half = PostgresCluster(data=tmp_path / "data", sockets=tmp_path / "s")
    (half.data / "base").mkdir(parents=True)
    half.initialise(durable=False)
    assert (half.data / "PG_VERSION").read_text().strip() == "18"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's end")
def test_a_program_ends_when_its_parent_is_killed() -> None:
    child = with_parent(["/bin/sleep", "600"])
    code = f"import subprocess, sys; p = subprocess.Popen({child!r}); print(p.pid, flush=True); p.wait()"
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    sleeper = psutil.Process(int(parent.stdout.readline()))
    while "sleep" not in sleeper.name():
        assert sleeper.is_running()
    parent.kill()
    parent.wait()
    gone, _ = psutil.wait_procs([sleeper], timeout=WAIT_S)
    assert gone or sleeper.status() == psutil.STATUS_ZOMBIE
    parent.stdout.close()


def test_processes_of_a_killed_run_are_swept_and_no_others(tmp_path: Path) -> None:
    mine, other = instance(tmp_path / "mine"), instance(tmp_path / "other")
    sleepers = [
        subprocess.Popen(["/bin/sleep", "600"], env={INSTANCE_VARIABLE: str(owner.data)}) for owner in (mine, other)
    ]
    try:
        assert supervision.sweep(mine) == 1
        assert sleepers[0].poll() is not None
        assert sleepers[1].poll() is None
    finally:
        for sleeper in sleepers:
            sleeper.kill()
            sleeper.wait()


def test_a_taken_port_gets_one_sentence_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment = {**os.environ, "DATA_DIR": str(tmp_path / "data"), "PORT": str(port)}
        done = subprocess.run(
            [sys.executable, "-m", "interview_embedded.server"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.strip().count("\n") == 0
    assert f"Port {port} is used by another program" in done.stderr
    assert supervision.leftovers(instance(tmp_path)) == []


def test_a_full_disk_gets_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "FREE_BYTES_TO_RUN", 10**18)
    with pytest.raises(StartProblem, match="The disk is too full"):
        server.check_disk(instance(tmp_path))


def test_a_second_run_on_the_same_data_is_refused(tmp_path: Path) -> None:
    mine = instance(tmp_path)
    mine.run.mkdir(parents=True)
    with server.only_instance(mine), pytest.raises(StartProblem, match="already runs"), server.only_instance(mine):
        raise AssertionError("two runs held one data folder")
    with server.only_instance(mine):
        pass


def test_a_few_busy_media_ports_are_no_reason_to_refuse(tmp_path: Path) -> None:
    free = ports.free_tcp_port()
    one_busy = {"PORT": str(free), "MEDIA_HTTP_PORT": str(free), "MEDIA_UDP_PORTS": "40100-40109"}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as busy:
        busy.bind(("0.0.0.0", 40100))
        server.check_ports(instance(tmp_path, **one_busy))
        with pytest.raises(StartProblem, match="UDP"):
            server.check_ports(instance(tmp_path, **{**one_busy, "MEDIA_UDP_PORTS": "40100-40100"}))
