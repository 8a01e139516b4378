"""An OpenAI-compatible chat server that keeps to any JSON schema, and goes wrong as it is told while it is used.

Its words are drawn by chance. It streams, as the product asks for, and closes the connection behind every answer.
"""

import json
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from tests.support.http_server import Handler, Server

MODEL = "made-up"
_LETTERS = "abcdefghiklmnoprstuvwy"
_HELD_S = 120.0


class Fault(StrEnum):
    """What goes wrong with every request from now on."""

    NONE = "none"
    HANGS = "hangs"
    """Not a byte comes."""
    DRIPS = "drips"
    """A sign comes now and then, for ever."""
    GARBAGE = "garbage"
    """The answer is text and no JSON."""
    TRUNCATED = "truncated"
    """The answer ends in the middle of its JSON, at the limit of its length."""
    CUT = "cut"
    """The connection ends in the middle of an answer."""
    PAGE = "page"
    """A web page comes in place of an answer, as from a proxy."""
    FAILS = "fails"
    """Every answer is status 500."""
    CLOSES = "closes"
    """The connection ends before an answer."""
    REFUSES = "refuses"
    """Nobody listens."""


class FaultLlmServer:
    """The server; `asked` counts the requests for an answer so far, `held` those that hang right now."""

    def __init__(self) -> None:
        self.asked = 0
        self.held = 0
        self._fault = Fault.NONE
        self._changed = threading.Event()
        self._server: Server | None = None
        self._listen(0)

    @property
    def url(self) -> str:
        """Address of the interface, which ends in /v1."""
        return f"http://127.0.0.1:{self._port}/v1"

    def strike(self, fault: Fault) -> None:
        """Go wrong in this way from now on. Requests that were held are broken off."""
        self._fault = fault
        self._changed.set()
        self._changed = threading.Event()
        if fault is Fault.REFUSES:
            self._stop_listening()
        elif self._server is None:
            self._listen(self._port)

    def close(self) -> None:
        """End the server."""
        self.strike(Fault.REFUSES)

    def _listen(self, port: int) -> None:
        self._server = Server(self._handler(), port).start()
        self._port = int(self._server.server_port)

    def _stop_listening(self) -> None:
        if self._server is not None:
            self._server.stop()
        self._server = None

    def _handler(self) -> type[Handler]:
        state = self

        class Scripted(Handler):
            def do_GET(self) -> None:
                self._whole(200, {"object": "list", "data": [{"id": MODEL, "object": "model"}]})

            def do_POST(self) -> None:
                request = json.loads(self.content())
                state.asked += 1
                changed, fault = state._changed, state._fault
                text = answer_to(request["response_format"]["json_schema"]["schema"], random.Random(state.asked))
                match fault:
                    case Fault.HANGS:
                        state.held += 1
                        changed.wait(_HELD_S)
                        state.held -= 1
                    case Fault.CLOSES | Fault.REFUSES:
                        pass
                    case Fault.FAILS:
                        self._whole(500, {"error": {"message": "no"}})
                    case Fault.PAGE:
                        self._head(200, "text/html")
                        self.wfile.write(b"<html><body>Please sign in.</body></html>")
                    case Fault.DRIPS:
                        self._head(200, "text/event-stream")
                        while not changed.wait(0.02):
                            self._piece(" ")
                    case Fault.CUT:
                        self._head(200, "text/event-stream")
                        self._piece(text[: len(text) // 2])
                    case Fault.TRUNCATED:
                        self._streamed(text[: len(text) // 2], finish="length")
                    case Fault.GARBAGE:
                        self._streamed("As a helpful assistant I would rather talk about something else.")
                    case Fault.NONE:
                        self._streamed(text)
                self.close_connection = True

            def _streamed(self, text: str, *, finish: str = "stop") -> None:
                self._head(200, "text/event-stream")
                for start in range(0, len(text), 64):
                    self._piece(text[start : start + 64])
                self._piece("", finish=finish)
                self.wfile.write(b"data: [DONE]\n\n")

            def _piece(self, text: str, *, finish: str | None = None) -> None:
                choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
                chunk = {
                    "id": "1",
                    "object": "chat.completion.chunk",
                    "created": 0,
                    "model": MODEL,
                    "choices": [choice],
                }
                self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
                self.wfile.flush()

            def _whole(self, status: int, body: Any) -> None:
                self._head(status, "application/json")
                self.wfile.write(json.dumps(body).encode())

            def _head(self, status: int, kind: str) -> None:
                self.begin(status, {"Content-Type": kind, "Connection": "close"})
                self.close_connection = True

        return Scripted


@contextmanager
def fault_llm_server() -> Iterator[FaultLlmServer]:
    """Run such a server on a free port of this machine."""
    server = FaultLlmServer()
    try:
        yield server
    finally:
        server.close()


def answer_to(schema: dict[str, Any], draws: random.Random) -> str:
    """Return a JSON text that a schema of the product accepts, with words drawn by chance."""
    return json.dumps(_value(schema, schema.get("$defs", {}), draws))


def _value(schema: dict[str, Any], defs: dict[str, Any], draws: random.Random) -> Any:
    if "$ref" in schema:
        return _value(defs[schema["$ref"].rpartition("/")[2]], defs, draws)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][-1]
    if "anyOf" in schema:
        return _value(schema["anyOf"][0], defs, draws)
    match schema["type"]:
        case "object":
            return {name: _value(field, defs, draws) for name, field in schema["properties"].items()}
        case "array":
            return [_value(schema["items"], defs, draws) for _ in range(min(2, schema["maxItems"]))]
        case "integer":
            return draws.randint(schema["minimum"], schema["maximum"])
        case "string":
            words = ["".join(draws.choices(_LETTERS, k=draws.randint(3, 8))) for _ in range(8)]
            return f"What about {' '.join(words)}?"[: schema["maxLength"]]
        case kind:
            raise ValueError(kind)
