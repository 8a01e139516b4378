"""A real Redis for the test run."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interview_embedded import privileges
from interview_embedded.ports import free_tcp_port
from interview_embedded.redis import RedisServer, stop


@contextmanager
def running_redis(*, port: int | None = None) -> Iterator[RedisServer]:
    """Run a Redis on a free port (or the given one); it ends with the block and when the test process is killed."""
    with tempfile.TemporaryDirectory(prefix="redis-", ignore_cleanup_errors=True) as name:
        server = RedisServer(folder=Path(name), port=port or free_tcp_port())
        with (Path(name) / "log").open("wb") as log:
            command = privileges.with_parent(server.command())
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            server.wait_ready(timeout_s=30, process=process)
            yield server
        finally:
            stop(process)
