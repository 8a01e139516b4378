"""A server of model files that misbehaves as it is told: cuts, lies, changes its mind, drips."""

import hashlib
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.support.http_server import Handler, serving


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with one request.

    `status` answers with that code; `cut_after` breaks the connection after so many bytes; `wait_after` sends so many
    and then nothing until the server's `release` is set; `drip` sends the body in pieces of that size with pauses.
    """

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    wait_after: int | None = None
    drip: int = 0
    ignores_range: bool = False
    body: bytes | None = None


@dataclass
class ModelServer:
    """Files by path, the faults of the next requests of a path, and the requests so far with their headers."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)

    def ranges(self, path: str) -> list[str]:
        """Return the header Range of each request of a path, "" where there was none."""
        return [headers.get("range", "") for asked, headers in self.requests if asked == path]


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """Run such a server on a free port of this machine."""
    state = ModelServer()
    with serving(_handler(state), state.release) as address:
        state.address = address
        yield state


def etag(content: bytes) -> str:
    """Return the tag that the server gives a file."""
    return f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'


def _handler(state: ModelServer) -> type[Handler]:
    class Scripted(Handler):
        def do_GET(self) -> None:
            path = self.path.lstrip("/")
            state.requests.append((path, {name.lower(): value for name, value in self.headers.items()}))
            fault = state.faults[path].pop(0) if state.faults[path] else Fault()
            content = state.files.get(path) if fault.body is None else fault.body
            if fault.status or content is None:
                self._plain(fault.status or 404, fault.headers)
                return
            self._file(path, content, fault)

        def _file(self, path: str, content: bytes, fault: Fault) -> None:
            start = self._start(content, fault)
            if start > len(content) or (start and start == len(content)):
                self._plain(416, {"Content-Range": f"bytes */{len(content)}"})
                return
            own = {"ETag": etag(content), "Content-Length": str(len(content) - start)}
            if start:
                own["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
            self.begin(206 if start else 200, {**own, **state.headers.get(path, {}), **fault.headers})
            self._body(content[start:], fault)

        def _body(self, rest: bytes, fault: Fault) -> None:
            stop = fault.cut_after if fault.cut_after is not None else fault.wait_after
            if stop is not None:
                self.wfile.write(rest[:stop])
                self.wfile.flush()
                if fault.wait_after is not None:
                    state.release.wait(60)
                self.close_connection = True
                return
            step = fault.drip or len(rest) or 1
            for at in range(0, len(rest), step):
                self.wfile.write(rest[at : at + step])
                self.wfile.flush()
                if fault.drip:
                    threading.Event().wait(0.005)

        def _start(self, content: bytes, fault: Fault) -> int:
            asked = self.headers.get("Range", "")
            condition = self.headers.get("If-Range", "")
            if fault.ignores_range or not asked or (condition and condition != etag(content)):
                return 0
            return int(asked.removeprefix("bytes=").rstrip("-"))

        def _plain(self, status: int, headers: dict[str, str]) -> None:
            self.begin(status, {**headers, "Content-Length": "0"})

    return Scripted
