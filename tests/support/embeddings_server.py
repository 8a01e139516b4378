"""An OpenAI-compatible embeddings server as a process of its own: `python -m tests.support.embeddings_server`.

The model's name in a request says how the answer is: `good` is right, every other one is wrong in its own way.
"""

import json
import sys
import threading
from collections import Counter
from contextlib import AbstractContextManager
from typing import Any, ClassVar

from tests.support.hashing import vector
from tests.support.http_server import Handler, ServerProcess, serve_process

PATH = "/v1/embeddings"
KEY = "secret"
STATUS = {"refuses": 400, "denies": 401, "does-not-know": 404, "fails": 500, "is-busy": 503}
ONCE = {"fails-once": 500, "is-busy-once": 429}


def embeddings_server(port: int = 0) -> AbstractContextManager[ServerProcess]:
    """Run such a server on this machine, on a free port unless one is named."""
    return ServerProcess.running(__name__, str(port))


def items(texts: list[str], model: str) -> list[dict[str, Any]]:
    """Return the answer's vectors, three units long."""
    made: list[dict[str, Any]] = [
        {"object": "embedding", "index": number, "embedding": [value * 3 for value in vector(text)]}
        for number, text in enumerate(texts)
    ]
    first = made[0]["embedding"]
    match model:
        case "shuffles":
            made.reverse()
        case "is-not-a-number":
            first[7] = float("nan")
        case "is-infinite":
            first[7] = float("inf")
        case "is-null":
            first[7] = None
        case "is-zero":
            first[:] = [0.0] * len(first)
        case "is-short":
            del first[512:]
        case "is-text":
            made[0]["embedding"] = "AAAA"
        case "leaves-one-out":
            made.pop()
        case "adds-one":
            made.append({**made[0], "index": len(made)})
        case "repeats-an-index":
            made[-1]["index"] = 0
        case "has-no-index":
            del made[0]["index"]
    return made


class _Handler(Handler):
    asked: ClassVar[Counter[str]] = Counter()

    def do_POST(self) -> None:
        request = json.loads(self.content())
        model = str(request.get("model"))
        texts = request.get("input")
        self.asked[model] += 1
        first_time = self.asked[model] == 1
        if self.path != PATH or not isinstance(texts, list) or request.get("encoding_format") != "float":
            self.answer(400, b'{"error": {"message": "what is that?"}}')
        elif model == "wants-a-key" and self.headers.get("Authorization") != f"Bearer {KEY}":
            self.answer(401, b'{"error": {"message": "who are you?"}}')
        elif model in STATUS or (model in ONCE and first_time):
            self.answer(STATUS.get(model) or ONCE[model], b'{"error": {"message": "no"}}')
        elif model == "hangs":
            threading.Event().wait(60)
        elif model in {"drips", "never-ends"}:
            self.open_end("application/json")
            block, pause_s = (b" ", 0.005) if model == "drips" else (b" " * 2**20, 0.0)
            self.drip(block, pause_s=pause_s, until=threading.Event())
        elif model == "sends-a-page":
            self.answer(200, b"<html>busy</html>", "text/html")
        else:
            answer = {"object": "list", "model": model, "data": items(texts, model)}
            body = json.dumps(answer).encode()
            self.answer(200, body, cut_after=100 if model == "breaks-off" else None)


def main() -> None:
    """Serve on the port of the command line, tell which one it is, and go on until killed."""
    serve_process(_Handler, int(sys.argv[1]))


if __name__ == "__main__":
    main()
