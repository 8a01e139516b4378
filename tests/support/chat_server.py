"""An OpenAI-compatible chat server over HTTP that answers from a script and misbehaves as it is told."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ai_worker.engines.llm.structured_forms import Probe
from tests.support.http_server import Handler, serving

KEPT = Probe(kept_to_the_schema="heron-4417").model_dump_json()
FREE = "The heron."


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with one request.

    `status` answers with that code; `hangs` sends nothing until the server's `release` is set, `drips` a comment now
    and then until then; `cut_after` ends the answer after so many characters, in order or, with `breaks`, by closing
    the connection. `body` is sent in place of the stream, `error_in_stream` in the middle of it.
    """

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False
    drips: bool = False
    cut_after: int | None = None
    breaks: bool = False
    finish: str | None = "stop"
    body: bytes | None = None
    content_type: str = "text/event-stream"
    error_in_stream: bool = False


@dataclass
class ChatServer:
    """How requests are answered, the requests so far, and the faults of the next ones that are no probes.

    `forms` are the ways of asking for a schema that the server keeps to: `json_schema`, `grammar`, `guided_json`,
    `json_object`; others are ignored, or rejected with `rejects` (a status). With `longest`, more tokens are rejected.
    """

    answer: Callable[[dict[str, Any]], str]
    url: str = ""
    forms: tuple[str, ...] = ("json_schema",)
    rejects: int = 0
    longest: int | None = None
    models: tuple[str, ...] = ("tiny",)
    requests: list[dict[str, Any]] = field(default_factory=list)
    probes: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    dripping: threading.Event = field(default_factory=threading.Event)
    closed: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)

    def reply(self, request: dict[str, Any]) -> tuple[int, str]:
        """Return status and text for a request that meets no fault."""
        form = _form(request)
        kept = form in self.forms
        if not kept and self.rejects:
            return self.rejects, ""
        if self.longest is not None and request.get("max_tokens", 0) > self.longest:
            return 400, ""
        if _is_probe(request):
            return 200, KEPT if kept else FREE
        return 200, self.answer(request) if kept else FREE


@contextmanager
def chat_server(answer: Callable[[dict[str, Any]], str]) -> Iterator[ChatServer]:
    """Run such a server on a free port of this machine."""
    state = ChatServer(answer)
    with serving(_handler(state), state.release) as address:
        state.url = f"{address}/v1"
        yield state


def _form(request: dict[str, Any]) -> str:
    if "grammar" in request or "guided_json" in request:
        return "grammar" if "grammar" in request else "guided_json"
    return str(request.get("response_format", {}).get("type", ""))


def _is_probe(request: dict[str, Any]) -> bool:
    return "heron" not in json.dumps(request["messages"]) and "heron-4417" in json.dumps(request)


def _handler(state: ChatServer) -> type[Handler]:
    class Scripted(Handler):
        def do_GET(self) -> None:
            state.keys.append(self.headers.get("Authorization", ""))
            data = [{"id": name, "object": "model", "created": 0, "owned_by": "me"} for name in state.models]
            self.answer(200, json.dumps({"object": "list", "data": data}).encode())

        def do_POST(self) -> None:
            state.keys.append(self.headers.get("Authorization", ""))
            request = json.loads(self.content())
            (state.probes if _is_probe(request) else state.requests).append(request)
            if request["model"] not in state.models:
                self.answer(404, b"{}")
                return
            fault = state.faults.pop(0) if state.faults and not _is_probe(request) else Fault()
            if fault.hangs:
                state.release.wait(60)
                return
            status, text = state.reply(request)
            if fault.status or status != 200:
                self.answer(fault.status or status, b"{}", headers=fault.headers)
            elif fault.body is not None:
                self.answer(200, fault.body, fault.content_type)
            else:
                self._stream(text, fault)

        def _stream(self, text: str, fault: Fault) -> None:
            self.begin(200, {"Content-Type": fault.content_type, "Transfer-Encoding": "chunked"})
            try:
                self._pieces(text, fault)
            except OSError:
                state.closed.set()

        def _pieces(self, text: str, fault: Fault) -> None:
            for piece in text[: fault.cut_after]:
                self._event({"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
            while fault.drips and not state.release.wait(0.01):
                self._chunk(b": still here\n\n")
                state.dripping.set()
            if fault.error_in_stream:
                self._event({"error": {"message": "out of memory", "code": 500}})
            if fault.breaks:
                self.close_connection = True
                return
            if fault.cut_after is None or fault.finish != "stop":
                self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": fault.finish}]})
                details = {"cached_tokens": 60}
                usage = {"prompt_tokens": 80, "completion_tokens": len(text), "total_tokens": 80 + len(text)}
                self._event({"choices": [], "usage": {**usage, "prompt_tokens_details": details}})
                self._chunk(b"data: [DONE]\n\n")
            self._chunk(b"")

        def _event(self, data: dict[str, Any]) -> None:
            whole = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "tiny", **data}
            self._chunk(f"data: {json.dumps(whole)}\n\n".encode())

        def _chunk(self, data: bytes) -> None:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
            self.wfile.flush()

    return Scripted
