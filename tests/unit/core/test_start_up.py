"""A process of the core that was killed is back at once: it imports nothing heavy that it does not need."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.unit

NOT_NEEDED = {
    "backend_core.app": {"celery", "kombu", "numpy", "alembic", "asyncpg", "pgvector.numpy"},
    "backend_core.relay.__main__": {"numpy", "alembic", "uvicorn", "prometheus_client", "argon2"},
    "backend_core.tasks.consumer": {"numpy", "alembic", "uvicorn", "prometheus_client", "argon2"},
}


@pytest.mark.parametrize("module", NOT_NEEDED)
def test_what_a_process_does_not_need_is_not_imported(module: str) -> None:
    look = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, timeout=60)
    assert NOT_NEEDED[module] & set(done.stdout.split()) == set()
