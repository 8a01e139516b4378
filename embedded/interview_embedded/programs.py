"""The programs of an instance: what each runs and which settings, secrets included, each may see."""

import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from interview_embedded import privileges
from interview_embedded.layout import INSTANCE_VARIABLE, Layout
from interview_embedded.postgres import SERVER_SETTINGS
from interview_embedded.redis import RedisServer

DATABASE = "interview"
ROLE = "interview_core"

SLIM: Mapping[str, str] = {
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONUNBUFFERED": "1",
}
"""Many small processes share one machine: no thread pools and memory arenas per core in each of them."""

PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ")
SWITCHES = (
    "ENGINE_LLM", "ENGINE_STT", "ENGINE_TTS", "ENGINE_EMBEDDINGS", "ENGINE_FACE", "ENGINE_EMOTION", "ALLOW_EMOTION",
    "LOG_LEVEL", "ICE_SERVERS", "MEDIA_ADVERTISED_IP", "RETENTION_DAYS", "WORK_KEPT_DAYS",
)  # fmt: skip
"""Settings that a person may give to `script/server` by environment variables; they reach every program."""

ENGINE_SETTINGS: Mapping[str, tuple[str, ...]] = {
    "gpu": ("LLM_", "LLAMA_", "TTS_", "SUPERTONIC_", "WORKER_", "CUDA_", "NVIDIA_", "LD_LIBRARY_PATH"),
    "cpu": (
        "STT_", "WHISPER_", "EMBEDDINGS_", "SENTENCE_TRANSFORMERS_", "WORKER_", "CUDA_", "NVIDIA_", "LD_LIBRARY_PATH",
    ),
}  # fmt: skip
"""Beginnings of the names of settings that reach the workers of a kind only: keys of model servers are among them."""

OFFLINE: Mapping[str, str] = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
"""No library of an engine asks the internet for a model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One supervised program."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    stop_signal: str = "TERM"
    stop_wait_s: int = 8


def base_environment(layout: Layout, environment: Mapping[str, str]) -> dict[str, str]:
    """Return what every program sees: no secrets."""
    passed = {name: environment[name] for name in (*PASSED_ON, *SWITCHES) if name in environment}
    return {
        "MEDIA_ADVERTISED_IP": "127.0.0.1",
        **passed,
        **SLIM,
        INSTANCE_VARIABLE: str(layout.data),
        "UPLOADS_DIR": str(layout.uploads),
        "MODELS_DIR": str(layout.models),
    }


def core_environment(layout: Layout, redis: RedisServer, secrets: Mapping[str, str]) -> dict[str, str]:
    """Return what only the core's programs see: they alone have the database."""
    return {
        "DATABASE_URL": layout.cluster.url(DATABASE, role=ROLE),
        "REDIS_URL": redis.url(),
        "AUTH_SECRET": secrets["AUTH_SECRET"],
        "MEDIA_SECRET": secrets["MEDIA_SECRET"],
        "SIGNING_SECRET": secrets["SIGNING_SECRET"],
        "PUBLIC_URL": layout.public_url,
        "MEDIA_PUBLIC_URL": layout.media_public_url,
        "FRONTEND_DIST": str(layout.root / "frontend" / "dist"),
    }


def foundation(layout: Layout, redis: RedisServer) -> list[Program]:
    """Return the programs that all others stand on."""
    postgres = layout.cluster.command(SERVER_SETTINGS, die_with_parent=signal.SIGINT)
    return [
        Program(name="postgres", command=postgres, stop_signal="INT", stop_wait_s=20),
        Program(name="redis", command=privileges.with_parent(redis.command())),
    ]


def worker_environment(kind: str, redis: RedisServer, environment: Mapping[str, str]) -> dict[str, str]:
    """Return what only the workers of a kind, `gpu` or `cpu`, see."""
    passed = {name: value for name, value in environment.items() if name.startswith(ENGINE_SETTINGS[kind])}
    return {**passed, **OFFLINE, "REDIS_URL": redis.url()}


def services(
    layout: Layout, redis: RedisServer, secrets: Mapping[str, str], environment: Mapping[str, str] = os.environ
) -> list[Program]:
    """Return the product's own programs."""
    core = core_environment(layout, redis, secrets)
    gpu, cpu = (worker_environment(kind, redis, environment) for kind in ("gpu", "cpu"))
    media = {
        "REDIS_URL": redis.url(),
        "MEDIA_SECRET": secrets["MEDIA_SECRET"],
        "PUBLIC_URL": layout.public_url,
        "MEDIA_HTTP_HOST": layout.host,
        "MEDIA_HTTP_PORT": str(layout.media_port),
        "MEDIA_UDP_PORTS": f"{layout.udp_ports.start}-{layout.udp_ports.stop - 1}",
    }
    serve = ["uvicorn", "backend_core.app:create_app", "--factory", "--host", layout.host, "--port", str(layout.port)]
    quiet_exit = ["--timeout-graceful-shutdown", "2", "--no-access-log"]
    consumer = "backend_core.tasks.consumer:celery_app"
    return [
        Program(name="api", command=_python("-m", *serve, *quiet_exit), environment=core),
        Program(name="results", command=_celery(consumer, "core_results", environment, pool="solo"), environment=core),
        Program(
            name="results-vision",
            command=_celery(consumer, "core_results.vision", environment, pool="solo"),
            environment=core,
        ),
        Program(name="relay", command=_python("-m", "backend_core.relay"), environment=core),
        Program(name="gpu-live", command=_celery("ai_worker.gpu", "gpu_worker", environment), environment=gpu),
        Program(name="gpu-batch", command=_celery("ai_worker.gpu", "gpu_worker.batch", environment), environment=gpu),
        Program(name="cpu-live", command=_celery("ai_worker.cpu", "cpu_worker", environment), environment=cpu),
        Program(name="cpu-batch", command=_celery("ai_worker.cpu", "cpu_worker.batch", environment), environment=cpu),
        Program(name="cpu-vision", command=_celery("ai_worker.cpu", "cpu_worker.vision", environment), environment=cpu),
        Program(name="media", command=_python("-m", "media_server"), environment=media),
    ]


def _python(*arguments: str) -> list[str]:
    """A program ends when the supervisor dies, so that nothing is left running (Linux)."""
    return privileges.with_parent([sys.executable, *arguments])


PROCESSES: Mapping[str, str] = {
    "cpu_worker": "CPU_LIVE_PROCESSES",
    "gpu_worker": "LANGUAGE_PROCESSES",
    "gpu_worker.batch": "LANGUAGE_PROCESSES",
}
"""Variables that say how many processes a queue gets; one where none is named."""


def _celery(app: str, queue: str, environment: Mapping[str, str], *, pool: str = "prefork") -> list[str]:
    concurrency = environment.get(PROCESSES.get(queue, ""), "1")
    size = ["--pool", pool] if pool == "solo" else ["--pool", pool, "--concurrency", concurrency]
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    name = ["--hostname", f"{queue}@embedded", "--loglevel", environment.get("LOG_LEVEL", "info")]
    return _python("-m", "celery", "-A", app, "worker", "-Q", queue, *size, *alone, *name)
