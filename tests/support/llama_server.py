"""A real OpenAI-compatible server of another make, as a process of its own: `llama_cpp.server` over a GGUF file."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from tests.support.waiting import wait_for

_WITHIN_S = 120.0


@contextmanager
def llama_server(model: Path, *, context: int = 65_536, options: Sequence[str] = ()) -> Iterator[str]:
    """Run the server on a free port of this machine and yield its address, which ends in /v1.

    `options` are more options of its command line.
    """
    for _ in range(3):
        url = f"http://127.0.0.1:{_free_port()}"
        process = _started(model, url, context, options)
        try:
            # Another process may take the port first; then the server ends, and another port is tried.
            if wait_for(lambda: _state(process, url), within_s=_WITHIN_S, what="the model server") == "up":  # noqa: B023
                yield f"{url}/v1"
                return
        finally:
            process.kill()
            process.wait(30)
    raise RuntimeError("the model server found no port")


def _started(model: Path, url: str, context: int, options: Sequence[str]) -> "subprocess.Popen[bytes]":
    port = url.rpartition(":")[2]
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "llama_cpp.server", "--model", str(model), "--host", "127.0.0.1", "--port", port),
            *("--n_ctx", str(context), "--n_threads", "1", "--n_threads_batch", "1", "--verbose", "false"),
            # By default a new request ends the one that is being answered.
            *("--interrupt_requests", "false"),
            *options,
        ],
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _state(process: "subprocess.Popen[bytes]", url: str) -> str:
    """Return "up", "ended", or "" while the server starts."""
    if process.poll() is not None:
        return "ended"
    try:
        with build_opener(ProxyHandler({})).open(f"{url}/v1/models", timeout=2) as response:
            return "up" if response.status == 200 else ""
    except (URLError, OSError):
        return ""


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
