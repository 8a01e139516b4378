"""Embeddings by an OpenAI-compatible server: `embeddings`.

The server must take passages whole (4096 tokens) and give vectors of the database's dimension.
"""

import json
from collections.abc import Sequence
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from ai_worker.engines.base import NO_DEADLINE, Deadline, EngineConfig, EngineError
from ai_worker.engines.embeddings.port import Vectors
from ai_worker.engines.embeddings.texts import embed_visible
from ai_worker.engines.remote import body_of, call, connect, patience
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, EngineQuality

if TYPE_CHECKING:
    from openai import OpenAI

BATCH: Final = 32
"""Texts in one request."""

MAX_CHARACTERS: Final = 4000
"""Characters of a text that count: a server refuses what is longer than its model takes."""

_LOAD_S: Final = 30.0
_MOST_BYTES: Final = 8 * 2**20
_PROBE: Final = "면접 interview"


class OpenAiEngine:
    """An embeddings server. Thread-safe: all calls share one connection pool."""

    def __init__(self, config: EngineConfig) -> None:
        options = config.options
        self._url = options.embeddings_url
        self._key = options.embeddings_api_key.get_secret_value()
        self._model = options.embeddings_model
        self._client: OpenAI | None = None

    def describe(self) -> EngineInfo:
        """Return the identity; a server that changes its model must give it another name."""
        return EngineInfo(
            capability=Capability.EMBEDDINGS,
            name="openai",
            version=version("openai"),
            model=self._model,
            quality=EngineQuality.PRODUCTION,
            device="remote",
        )

    def load(self) -> None:
        """Ask the server for one vector, so that a wrong address, key, model or dimension is known at once."""
        self.embed([_PROBE], deadline=Deadline.after(_LOAD_S))

    def embed(self, texts: Sequence[str], *, deadline: Deadline = NO_DEADLINE) -> Vectors:
        """Return one unit vector a text; see the port."""
        return embed_visible(texts, lambda lettered: self._embedded(lettered, deadline))

    def _embedded(self, texts: list[str], deadline: Deadline) -> list[Any]:
        rows: list[Any] = []
        for start in range(0, len(texts), BATCH):
            batch = [text[:MAX_CHARACTERS] for text in texts[start : start + BATCH]]
            rows += _in_order(call(partial(self._ask, batch), deadline), len(batch))
        return rows

    def _ask(self, texts: list[str], seconds: float) -> bytes:
        if self._client is None:
            self._client = connect(self._url, self._key)
        until = Deadline.after(seconds)
        with self._client.embeddings.with_streaming_response.create(
            input=texts, model=self._model, encoding_format="float", timeout=patience(seconds)
        ) as response:
            return body_of(response, most=_MOST_BYTES, until=until)


def _in_order(body: bytes, count: int) -> list[Any]:
    """Return the vectors of an answer in the order of the texts, whatever order the server chose."""
    try:
        items = json.loads(body)["data"]
        rows = {item["index"]: item["embedding"] for item in items}
        complete = len(items) == count and set(rows) == set(range(count))
    except (ValueError, LookupError, TypeError):
        complete = False
    if not complete:
        raise EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=True)
    return [rows[number] for number in range(count)]
