"""A real PostgreSQL for the test run: one cluster, one migrated template, a fresh clone for each test that asks."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from interview_embedded.postgres import TEST_SETTINGS, PostgresCluster

REPOSITORY = Path(__file__).resolve().parents[2]
ALEMBIC = REPOSITORY / "db" / "alembic.ini"
TEMPLATE = "migrated_template"


@contextmanager
def running_cluster() -> Iterator[PostgresCluster]:
    """Run a cluster in a temporary folder; it ends with the block and also when the test process is killed."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o711)
        cluster = PostgresCluster(data=folder / "data", sockets=folder / "s")
        cluster.initialise(durable=False)
        with (folder / "log").open("wb") as log:
            command = cluster.command(TEST_SETTINGS, die_with_parent=signal.SIGQUIT)
            server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/")
        try:
            cluster.wait_ready(timeout_s=60, process=server)
            yield cluster
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(30)


def migrate(url: str) -> None:
    """Bring a database to the newest schema with the product's own migrations."""
    done = subprocess.run(
        [sys.executable, "-m", "alembic", "-c", str(ALEMBIC), "upgrade", "head"],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"The migrations failed:\n{done.stdout}\n{done.stderr}")


def make_template(cluster: PostgresCluster) -> None:
    """Create the migrated database from which each test's database is cloned."""
    cluster.ensure_database(TEMPLATE)
    if ALEMBIC.exists():
        migrate(cluster.url(TEMPLATE))
    cluster.execute(f'ALTER DATABASE "{TEMPLATE}" IS_TEMPLATE true ALLOW_CONNECTIONS false')


_numbers = count(1)


@contextmanager
def fresh_database(cluster: PostgresCluster, *, template: str = TEMPLATE) -> Iterator[str]:
    """Clone a database for the length of the block and give its URL."""
    name = f"test_{next(_numbers)}"
    cluster.clone_database(template, name)
    try:
        yield cluster.url(name)
    finally:
        cluster.drop_database(name)
