"""What the embedded mode decides before it starts anything."""

import configparser
import stat
from pathlib import Path

import pytest

from interview_embedded import layout, programs, secret_values, supervision
from interview_embedded.layout import Layout
from interview_embedded.problems import StartProblem
from interview_embedded.programs import Program
from interview_embedded.redis import RedisServer

pytestmark = pytest.mark.unit

SECRETS = {name: f"the-{name}" for name in secret_values.NAMES}


def instance(root: Path, **settings: str) -> Layout:
    return layout.from_environment({"DATA_DIR": str(root / "data"), **settings}, root)


def services(root: Path) -> list[Program]:
    return programs.services(instance(root), RedisServer(folder=root, port=1234, password="pw"), SECRETS)


def test_two_instances_can_stand_side_by_side(tmp_path: Path) -> None:
    one, other = instance(tmp_path / "one"), instance(tmp_path / "two", PORT="9000", MEDIA_UDP_PORTS="51000-51009")
    assert (one.port, one.media_port, len(one.udp_ports)) == (8000, 8081, 51)
    assert (other.port, len(other.udp_ports)) == (9000, 10)
    assert one.sockets != other.sockets


@pytest.mark.parametrize("settings", [{"PORT": "eight"}, {"MEDIA_UDP_PORTS": "many"}, {"MEDIA_HTTP_PORT": ""}])
def test_a_port_that_is_no_number_gets_a_clear_sentence(tmp_path: Path, settings: dict[str, str]) -> None:
    with pytest.raises(StartProblem, match="numbers"):
        instance(tmp_path, **settings)


def test_sockets_fit_the_system_limit_in_a_deep_folder(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    longest = instance(deep).sockets / "pg" / ".s.PGSQL.5432"
    assert len(str(longest)) < 104


def test_only_the_core_gets_the_database_and_the_signing_keys(tmp_path: Path) -> None:
    core = {program.name for program in services(tmp_path) if "DATABASE_URL" in program.environment}
    signing = {program.name for program in services(tmp_path) if "AUTH_SECRET" in program.environment}
    assert core == signing == {"api", "results", "results-vision", "relay"}


def test_settings_of_engines_reach_the_workers_that_read_them(tmp_path: Path) -> None:
    given = {"LLM_API_KEY": "k1", "STT_API_KEY": "k2", "LLAMA_THREADS": "4", "ENGINE_LLM": "rules", "HOME": "/"}
    redis = RedisServer(folder=tmp_path, port=1234, password="pw")
    made = programs.services(instance(tmp_path), redis, SECRETS, given)
    seen = {program.name: {name for name in given if name in program.environment} for program in made}
    assert seen["gpu-live"] == seen["gpu-batch"] == {"LLM_API_KEY", "LLAMA_THREADS"}
    assert seen["cpu-live"] == seen["cpu-batch"] == seen["cpu-vision"] == {"STT_API_KEY"}
    assert set().union(*(seen[name] for name in seen if not name.startswith(("gpu", "cpu")))) == set()
    assert programs.base_environment(instance(tmp_path), given)["ENGINE_LLM"] == "rules"


def test_a_queue_gets_the_processes_that_were_asked_for(tmp_path: Path) -> None:
    given = {"LANGUAGE_PROCESSES": "8", "CPU_LIVE_PROCESSES": "2"}
    redis = RedisServer(folder=tmp_path, port=1234, password="pw")
    made = programs.services(instance(tmp_path), redis, SECRETS, given)
    commands = {program.name: program.command for program in made if "--concurrency" in program.command}
    processes = {name: command[command.index("--concurrency") + 1] for name, command in commands.items()}
    assert processes == {"gpu-live": "8", "gpu-batch": "8", "cpu-live": "2", "cpu-batch": "1", "cpu-vision": "1"}


def test_no_library_of_a_worker_asks_the_internet(tmp_path: Path) -> None:
    workers = [program for program in services(tmp_path) if program.name.startswith(("gpu", "cpu"))]
    assert {program.environment["HF_HUB_OFFLINE"] for program in workers} == {"1"}


def test_one_process_serves_each_queue(tmp_path: Path) -> None:
    queues = [
        program.command[program.command.index("-Q") + 1] for program in services(tmp_path) if "-Q" in program.command
    ]
    assert sorted(queues) == [
        "core_results", "core_results.vision",
        "cpu_worker", "cpu_worker.batch", "cpu_worker.vision", "gpu_worker", "gpu_worker.batch",
    ]  # fmt: skip


def test_no_secret_is_on_a_command_line(tmp_path: Path) -> None:
    for program in services(tmp_path):
        assert not any(secret in part for part in program.command for secret in SECRETS.values())
        assert "pw" not in program.command


def test_the_supervisor_restarts_what_dies_and_starts_nothing_by_itself(tmp_path: Path) -> None:
    odd = Program(name="odd", command=["/bin/echo", "100%"], environment={"KEY": "a%b,c'd"})
    text = supervision.configuration(
        run=tmp_path, socket=tmp_path / "s", logs=tmp_path, root=tmp_path, groups={"all": [odd]}
    )
    parsed = configparser.RawConfigParser()
    parsed.read_string(text)
    section = parsed["program:odd"]
    assert section["autorestart"] == "true"
    assert section["autostart"] == "false"
    assert section["command"] == '"/bin/echo" "100%%"'
    assert section["environment"] == 'KEY="a%%b,c\'d"'


def test_a_setting_cannot_add_lines_to_the_configuration(tmp_path: Path) -> None:
    odd = Program(name="odd", command=["/bin/echo"], environment={"KEY": 'x"\n[program:other]'})
    with pytest.raises(StartProblem):
        supervision.configuration(
            run=tmp_path, socket=tmp_path / "s", logs=tmp_path, root=tmp_path, groups={"all": [odd]}
        )


def test_secrets_are_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "secrets.env"
    made = secret_values.load(file)
    assert secret_values.load(file) == made
    assert set(made) == set(secret_values.NAMES)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(set(made.values())) == len(made)
    assert all(len(made[name]) >= 32 for name in made if name != "DEMO_PASSWORD")


def test_a_secret_that_is_missing_is_added(tmp_path: Path) -> None:
    file = tmp_path / "secrets.env"
    file.write_text("AUTH_SECRET=kept\n")
    assert secret_values.load(file)["AUTH_SECRET"] == "kept"
    assert "MEDIA_SECRET=" in file.read_text()
