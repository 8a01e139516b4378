"""Every declared task is registered by exactly the process kind that consumes its queue.

Celery accepts a message for an unknown task name without a word, so nothing else would notice.
"""

import importlib
import inspect
from collections.abc import Collection
from typing import Any

import pytest

from interview_contracts.queues import CORE_QUEUES, CPU_QUEUES, GPU_QUEUES, Queue
from interview_contracts.registry import ALL_TASKS

pytestmark = pytest.mark.contracts

APPS = {
    "ai_worker.gpu": GPU_QUEUES,
    "ai_worker.cpu": CPU_QUEUES,
    "backend_core.tasks.consumer": CORE_QUEUES,
}


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The applications read their settings when they are first used."""
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://localhost/none")
    for name in ("AUTH_SECRET", "MEDIA_SECRET", "SIGNING_SECRET"):
        monkeypatch.setenv(name, "x" * 40)


def celery_app(module: str) -> Any:
    return importlib.import_module(module).celery_app


def own_tasks(app: Any) -> set[str]:
    app.finalize()
    return {name for name in app.tasks if not name.startswith("celery.")}


def declared(queues: Collection[Queue]) -> set[str]:
    return {spec.name for spec in ALL_TASKS if spec.queue in queues}


@pytest.mark.parametrize(("module", "queues"), APPS.items(), ids=list(APPS))
def test_registrations_equal_the_declarations(module: str, queues: Collection[Queue]) -> None:
    assert own_tasks(celery_app(module)) == declared(queues)


def test_every_queue_has_a_consumer() -> None:
    assert {queue for queues in APPS.values() for queue in queues} == set(Queue)


@pytest.mark.parametrize("module", APPS)
def test_a_task_takes_one_envelope(module: str) -> None:
    app = celery_app(module)
    for name in own_tasks(app):
        parameters = [name for name in inspect.signature(app.tasks[name].run).parameters if name != "self"]
        assert parameters == ["envelope"], name


@pytest.mark.parametrize("module", APPS)
def test_workers_survive_their_broker(module: str) -> None:
    conf = celery_app(module).conf
    options = conf.broker_transport_options
    assert conf.task_acks_late
    assert conf.task_reject_on_worker_lost
    assert conf.worker_prefetch_multiplier == 1
    assert conf.accept_content == ["json"]
    assert conf.task_ignore_result
    assert conf.broker_connection_retry_on_startup
    assert conf.broker_connection_max_retries is None
    assert options["socket_timeout"] > 0
    assert options["socket_keepalive"]
    assert options["health_check_interval"] > 0
