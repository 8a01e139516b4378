"""The inner port of prompted language engines: one completion whose text fits a pydantic model."""

from dataclasses import dataclass
from typing import Literal, Protocol

from pydantic import BaseModel

from ai_worker.engines.base import Deadline
from interview_contracts.engines import EngineInfo


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message of a chat; its text is plain."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A request for one JSON object.

    `messages` go from what is fixed for an interview to what is new, so that a model may keep the state of what it has
    read already. `shape` bounds every string and list. `max_tokens` is room enough for the largest object of the shape
    with a usual tokenizer. The same request with the same seed gives the same text on the same model.
    """

    messages: tuple[ChatMessage, ...]
    shape: type[BaseModel]
    max_tokens: int
    temperature: float = 0.0
    seed: int = 0


class ChatModel(Protocol):
    """A model that completes chats. One instance serves one request at a time."""

    def describe(self) -> EngineInfo:
        """Return the identity that is stored with every result, quantisation included in `model`."""
        ...

    def load(self) -> None:
        """Bring the model into memory or reach its server; `complete` does it where this was not called."""
        ...

    def complete(self, completion: Completion, *, deadline: Deadline) -> str:
        """Return JSON text that fits the shape.

        Raises `EngineError`: ENGINE_TIMEOUT when the deadline passes (generation stops then), ENGINE_OUTPUT_INVALID
        when the text cannot be made to fit, OUT_OF_MEMORY, ENGINE_UNAVAILABLE, ENGINE_FAILED.
        """
        ...
