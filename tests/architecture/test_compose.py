"""The compose file holds requirement A-08; containers are not started here."""

import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from ai_worker.engines.options import EngineOptions
from interview_contracts.queues import CPU_QUEUES, GPU_QUEUES
from interview_embedded import secret_values
from interview_embedded.layout import from_environment
from interview_embedded.programs import ENGINE_SETTINGS, services
from interview_embedded.redis import RedisServer

pytestmark = pytest.mark.architecture

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
CORE = {"api", "results", "results-vision", "relay"}
WORKERS = {"gpu_worker", "gpu_worker_without_gpu", "cpu_worker"}
ONE_SHOT = {"migrate"}
SECRET = re.compile(r"PASSWORD|SECRET|(DATABASE|REDIS)_URL$")
API_KEYS = sorted(name.upper() for name in EngineOptions.model_fields if name.endswith("_api_key"))
DOCKERFILES = sorted(ROOT.glob("*/Dockerfile"))
_DOCKERFILE = (ROOT / "ai-worker" / "Dockerfile").read_text(encoding="utf-8")
_EMOTION_LINES = re.findall(r"if echo .*deepface.* fi;", _DOCKERFILE)


def test_one_private_network() -> None:
    assert list(COMPOSE["networks"]) == ["private"]
    assert {name: service["networks"] for name, service in SERVICES.items()} == {name: ["private"] for name in SERVICES}
    assert not any("network_mode" in service for service in SERVICES.values())


def test_only_the_web_server_and_the_media_ports_are_published() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if service.get("ports")}
    assert set(published) == {"frontend", "media-server"}
    assert published["media-server"] == ["50000-50050:50000-50050/udp"]


def test_the_gpu_worker_reserves_an_nvidia_gpu_in_its_profile() -> None:
    worker = SERVICES["gpu_worker"]
    (device,) = worker["deploy"]["resources"]["reservations"]["devices"]
    assert worker["profiles"] == ["gpu"]
    assert device["driver"] == "nvidia"
    assert device["capabilities"] == ["gpu"]


def test_without_a_gpu_the_same_worker_runs_unreserved() -> None:
    worker = SERVICES["gpu_worker_without_gpu"]
    assert worker["profiles"] == ["cpu"]
    assert "deploy" not in worker
    assert worker["command"] == SERVICES["gpu_worker"]["command"]
    assert "COMPOSE_PROFILES=cpu" in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()


def test_the_volume_of_postgresql_18_is_mounted_where_it_belongs() -> None:
    assert "postgres:/var/lib/postgresql" in SERVICES["db"]["volumes"]
    assert SERVICES["db"]["image"].endswith("pg18}")


def test_uploads_is_one_volume_for_core_workers_and_media() -> None:
    sharing = {name for name, service in SERVICES.items() if "uploads:/var/lib/uploads" in service.get("volumes", [])}
    assert sharing == CORE | WORKERS | {"media-server"}
    assert "uploads" in COMPOSE["volumes"]


def test_every_service_has_a_health_check() -> None:
    assert {name for name, service in SERVICES.items() if "healthcheck" not in service} == ONE_SHOT


def test_the_tables_are_there_before_anything_uses_them() -> None:
    for name in CORE | WORKERS:
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}, name
    assert SERVICES["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert SERVICES["migrate"]["command"][:1] == ["alembic"]


def test_only_the_core_sees_the_database() -> None:
    with_database = {name for name, service in SERVICES.items() if "DATABASE_URL" in service.get("environment", {})}
    assert with_database == CORE | ONE_SHOT


def test_compose_and_the_embedded_mode_run_the_same_processes(tmp_path: Path) -> None:
    """ADR 0001: the list of processes stands in both, and the two never differ."""
    layout = from_environment({"DATA_DIR": str(tmp_path)}, tmp_path)
    redis = RedisServer(folder=tmp_path, port=1)
    embedded = {program.name for program in services(layout, redis, dict.fromkeys(secret_values.NAMES, "x"))}
    worker_queues = {"gpu": ("live", "batch"), "cpu": ("live", "batch", "vision")}
    workers = {f"{kind}-{part}" for kind, parts in worker_queues.items() for part in parts}
    assert embedded == CORE | workers | {"media"}
    script = (ROOT / "ai-worker" / "start-worker").read_text(encoding="utf-8")
    for kind, queues in (("gpu", GPU_QUEUES), ("cpu", CPU_QUEUES)):
        assert f'{kind}) echo "{" ".join(queues)}" ;;' in script


def test_secrets_come_from_the_environment_without_defaults() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    for name, modifier in re.findall(r"(?<!\$)\$\{(\w+)([^}]*)\}", text):
        if SECRET.search(name):
            assert modifier.startswith(":?"), name
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    filled = re.findall(r"^#? ?(\w*(?:PASSWORD|SECRET|API_KEY)\w*)=(.+)$", example, flags=re.MULTILINE)
    assert filled == []


@pytest.mark.parametrize("name", sorted(name.upper() for name in EngineOptions.model_fields))
def test_a_setting_of_an_engine_reaches_the_workers_that_read_it(name: str) -> None:
    """In compose by its name, in the embedded mode by the beginning of its name: the same kind of worker in both."""
    kinds = {kind for kind, beginnings in ENGINE_SETTINGS.items() if name.startswith(beginnings)}
    assert len(kinds) == 1
    reading = {"gpu": {"gpu_worker", "gpu_worker_without_gpu"}, "cpu": {"cpu_worker"}}[kinds.pop()]
    assert {service for service in SERVICES if name in SERVICES[service].get("environment", {})} == reading
    for service in reading:
        assert SERVICES[service]["environment"][name] == f"${{{name}:-}}"


def test_keys_of_model_servers_are_named_as_such() -> None:
    assert API_KEYS == ["EMBEDDINGS_API_KEY", "LLM_API_KEY", "STT_API_KEY", "TTS_API_KEY"]


def test_emotion_is_in_an_image_only_where_the_deployment_allows_it() -> None:
    images = {name: SERVICES[name]["build"]["args"] for name in WORKERS}
    assert not any("deepface" in str(value) for arguments in images.values() for value in arguments.values())
    assert images["cpu_worker"]["ALLOW_EMOTION"] == "${ALLOW_EMOTION:-false}"
    assert _DOCKERFILE.count("deepface") == len(_EMOTION_LINES) == 2


@pytest.mark.parametrize(
    "said", ["true", "True", "1", "yes", "ON", "t", "y", "false", "0", "no", "off", "", "true-ish"]
)
def test_an_image_takes_the_same_words_for_yes_as_the_services(said: str) -> None:
    try:
        allowed = TypeAdapter(bool).validate_python(said)
    except ValidationError:
        allowed = False
    for line in _EMOTION_LINES:
        asked = subprocess.run(
            ["sh", "-c", f'engines=own; {line} echo "$engines"'],
            env={"PATH": os.defpath, "ALLOW_EMOTION": said},
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
        assert asked.stdout == ("own,deepface\n" if allowed else "own\n")


def test_the_engines_of_images_are_extras_of_the_worker() -> None:
    extras = tomllib.loads((ROOT / "ai-worker" / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    known = set(extras["optional-dependencies"])
    defaults = {
        value
        for name in WORKERS
        for argument, text in SERVICES[name]["build"]["args"].items()
        if argument.endswith("_ENGINES")
        for value in re.sub(r"^.*:-|}$", "", text).split(",")
    }
    assert defaults <= known
    dockerfile = (ROOT / "ai-worker" / "Dockerfile").read_text(encoding="utf-8")
    assert {name for line in re.findall(r"_ENGINES=([\w,-]+)", dockerfile) for name in line.split(",")} == defaults


def test_workers_ask_no_model_hub() -> None:
    dockerfile = (ROOT / "ai-worker" / "Dockerfile").read_text(encoding="utf-8")
    assert dockerfile.count("HF_HUB_OFFLINE=1 TRANSFORMERS_OFFLINE=1") == 2


def test_every_setting_of_compose_is_explained_in_the_example() -> None:
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    build_time = {name for name in used if name.endswith(("_IMAGE", "_INDEX_URL", "_INDEX", "_REGISTRY"))}
    missing = {name for name in used - build_time if not re.search(rf"^#? ?{name}=", example, flags=re.MULTILINE)}
    assert missing == set()


@pytest.mark.parametrize("file", DOCKERFILES, ids=lambda file: file.parent.name)
def test_base_images_are_build_arguments(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    stages = set(re.findall(r"^FROM \S+ AS (\S+)$", text, flags=re.MULTILINE))
    for base in re.findall(r"^FROM (\S+)", text, flags=re.MULTILINE):
        assert base in stages or re.fullmatch(r"\$\{\w+_IMAGE\}", base), base


@pytest.mark.parametrize("file", DOCKERFILES, ids=lambda file: file.parent.name)
def test_images_do_not_run_as_root(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "\nUSER app\n" in text or "nginx-unprivileged" in text


def test_dockerfiles_name_what_exists() -> None:
    for file in DOCKERFILES:
        for line in re.findall(
            r"^COPY (?!--from)(?:--\S+ )*(.+)$", file.read_text(encoding="utf-8"), flags=re.MULTILINE
        ):
            for source in line.split()[:-1]:
                assert (ROOT / source).exists(), f"{file.parent.name}: {source}"
    for service in SERVICES.values():
        if "build" in service:
            assert (ROOT / service["build"]["dockerfile"]).exists()
