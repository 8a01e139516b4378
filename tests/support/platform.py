"""The whole product, as `script/server` runs it, beside whatever else runs on this machine."""

import os
import queue
import random
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from interview_embedded import layout as layouts
from interview_embedded import ports, programs, secret_values
from interview_embedded.layout import Layout
from interview_embedded.supervision import Control

READY = "The platform is ready"
START_WITHIN_S = 150


@dataclass(frozen=True, slots=True)
class Platform:
    """A running instance and what tests may do to it."""

    layout: Layout
    process: "subprocess.Popen[str]"

    @property
    def url(self) -> str:
        """Address of the product in a browser."""
        return self.layout.public_url

    @property
    def api_url(self) -> str:
        """Address of the REST API."""
        return f"{self.layout.public_url}/api/v1"

    @property
    def media_url(self) -> str:
        """Address of the media server."""
        return self.layout.media_public_url

    @property
    def database_url(self) -> str:
        """URL of the instance's database, with the core's rights."""
        return self.layout.cluster.url(programs.DATABASE, role=programs.ROLE)

    @property
    def redis_url(self) -> str:
        """URL of the instance's Redis."""
        port = re.search(r"^port (\d+)$", (self.layout.run / "redis" / "redis.conf").read_text(), flags=re.MULTILINE)
        assert port is not None
        return f"redis://:{self.secrets['REDIS_PASSWORD']}@127.0.0.1:{port[1]}/0"

    @property
    def secrets(self) -> dict[str, str]:
        """The instance's secrets, `DEMO_PASSWORD` among them."""
        return secret_values.load(self.layout.data / "secrets.env")

    @property
    def control(self) -> Control:
        """The supervisor: states and process numbers by program name."""
        return Control(self.layout.supervisor_socket)

    def kill(self, program: str, number: signal.Signals = signal.SIGKILL) -> int:
        """Send a signal to a program and return the process number that it had."""
        pid = self.control.pids()[program]
        os.kill(pid, number)
        return pid

    def memory(self) -> dict[str, int]:
        """Return the resident bytes of each program, its children included."""
        found = {}
        for name, pid in self.control.pids().items():
            process = psutil.Process(pid)
            found[name] = sum(part.memory_info().rss for part in [process, *process.children(recursive=True)])
        return found

    def log(self, program: str, lines: int = 40) -> str:
        """Return the end of a program's log."""
        file = self.layout.logs / f"{program}.log"
        return "\n".join(file.read_text(errors="replace").splitlines()[-lines:]) if file.exists() else ""


def free_udp_range(length: int = 21) -> range:
    """Return UDP ports below the system's ephemeral ones that are free now."""
    for _ in range(200):
        start = random.randrange(20_000, 32_000 - length)
        wanted = range(start, start + length)
        if not ports.busy_udp_ports(wanted):
            return wanted
    raise RuntimeError("no free UDP ports were found")


@contextmanager
def running_platform(data: Path, **settings: str) -> Iterator[Platform]:
    """Start an instance with its data in `data`, on free ports; it ends with the block.

    `settings` are environment variables that `script/server` takes. The checkout must be prepared (`script/bootstrap`).
    """
    udp = free_udp_range()
    own = {
        "PORT": str(ports.free_tcp_port()),
        "MEDIA_HTTP_PORT": str(ports.free_tcp_port()),
        "MEDIA_UDP_PORTS": f"{udp.start}-{udp.stop - 1}",
        "DATA_DIR": str(data),
        **settings,
    }
    environment = {**os.environ, **own}
    process = subprocess.Popen(
        [sys.executable, "-m", "interview_embedded.server"],
        env=environment,
        cwd=layouts.ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    platform = Platform(layout=layouts.from_environment(environment), process=process)
    try:
        _wait_until_ready(process, platform)
        yield platform
    finally:
        process.terminate()
        process.wait(90)


def _wait_until_ready(process: "subprocess.Popen[str]", platform: Platform) -> None:
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    shown: list[str] = []
    while not any(READY in line for line in shown):
        line = lines.get(timeout=START_WITHIN_S)
        if line is None:
            logs = "\n".join(
                f"--- {file.stem}\n{platform.log(file.stem)}" for file in platform.layout.logs.glob("*.log")
            )
            raise RuntimeError(f"The platform did not start:\n{''.join(shown)}\n{logs}")
        shown.append(line)
