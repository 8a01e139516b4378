"""What the HTTP servers of tests have in common: they run on a port of this machine, in a thread or as a process."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from tests.support.repository import ROOT

_POLL_S = 0.02


class Handler(BaseHTTPRequestHandler):
    """Answers of a known length, and bodies that end with the connection."""

    protocol_version = "HTTP/1.1"

    def content(self) -> bytes:
        """Return the body of the request."""
        return self.rfile.read(int(self.headers["Content-Length"]))

    def answer(
        self,
        status: int,
        body: bytes = b"",
        kind: str = "application/json",
        headers: Mapping[str, str] | None = None,
        *,
        cut_after: int | None = None,
    ) -> None:
        """Send an answer; with `cut_after` the connection ends after so many bytes of its body."""
        self.begin(status, {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})})
        self.wfile.write(body[:cut_after])
        if cut_after is not None:
            self.close_connection = True

    def begin(self, status: int, headers: Mapping[str, str]) -> None:
        """Send the head of an answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def open_end(self, kind: str) -> None:
        """Begin an answer whose body ends where the connection does."""
        self.begin(200, {"Content-Type": kind, "Connection": "close"})
        self.close_connection = True

    def drip(self, block: bytes, *, pause_s: float, until: threading.Event) -> None:
        """Send a block again and again, with pauses."""
        while not until.wait(pause_s):
            self.wfile.write(block)
            self.wfile.flush()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A server in a thread of this process, from `start` to `stop`."""

    daemon_threads = True

    def __init__(self, handler: type[Handler], port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), handler)
        self._thread = threading.Thread(target=self.serve_forever, args=(_POLL_S,), daemon=True)

    @property
    def address(self) -> str:
        """The server's address, without a path."""
        return f"http://127.0.0.1:{self.server_port}"

    def start(self) -> Self:
        """Serve from now on."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Listen no more."""
        self.shutdown()
        self.server_close()
        self._thread.join(10)

    def handle_error(self, *_: Any) -> None:
        """A client that goes away is what these tests are about."""


@contextmanager
def serving(handler: type[Handler], release: threading.Event) -> Iterator[str]:
    """Serve on a free port and yield the address; at the end `release` lets go of the requests that were held."""
    server = Server(handler).start()
    try:
        yield server.address
    finally:
        release.set()
        server.stop()


@dataclass(frozen=True)
class ServerProcess:
    """A running server that is a process of its own; `url` ends in /v1."""

    url: str
    process: "subprocess.Popen[bytes]"

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2].partition("/")[0])

    @classmethod
    @contextmanager
    def running(cls, module: str, argument: str) -> Iterator[Self]:
        """Run a module that calls `serve_process`, with one argument of its command line."""
        command = [sys.executable, "-m", module, argument]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            assert process.stdout is not None
            line = process.stdout.readline().decode().strip()
            assert line, "the server did not start"
            yield cls(f"http://127.0.0.1:{line}/v1", process)
        finally:
            process.kill()
            process.wait(30)

    def kill(self) -> None:
        """End it as the kernel would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)


def serve_process(handler: type[Handler], port: int = 0) -> None:
    """Serve on a port, a free one unless one is named, tell which one it is, and go on until killed."""
    server = Server(handler, port)
    print(server.server_port, flush=True)
    server.serve_forever(_POLL_S)
