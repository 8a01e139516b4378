"""One question to a model: completed, validated, and asked once more where the text does not fit its shape."""

import hashlib
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.engines.llm.prompted.chat_model import ChatMessage, ChatModel, Completion
from ai_worker.engines.llm.prompted.grammar import largest_bytes
from ai_worker.prompts.loader import Rendered
from interview_contracts.errors import ErrorCode

ATTEMPTS: Final = 2
_SPARE_TOKENS: Final = 32
_SECOND_TEMPERATURE: Final = 0.3
"""An attempt at temperature 0 would give the same text again."""
_SEED_STEP: Final = 1_000_003

ShapeT = TypeVar("ShapeT", bound=BaseModel)


def seed_of(*parts: object) -> int:
    """Return a seed from 0 to 2^31 - 1 that is always the same for the same parts."""
    digest = hashlib.sha256("\n".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


class Asker:
    """Asks a model within the deadline of one request."""

    def __init__(self, model: ChatModel, deadline: Deadline) -> None:
        self._model = model
        self._deadline = deadline

    def ask(self, prompt: Rendered, shape: type[ShapeT], *, temperature: float = 0.0, seed: int = 0) -> ShapeT:
        """Return the model's answer to a prompt.

        An answer that does not fit the shape is tried once more with another seed while time is left. Raises
        `EngineError(ENGINE_OUTPUT_INVALID)` when that does not fit either, `ENGINE_TIMEOUT` when the time is over, and
        whatever else the model raises.
        """
        messages = (ChatMessage("system", prompt.system), ChatMessage("user", prompt.user))
        for attempt in range(ATTEMPTS):
            self._deadline.check()
            completion = Completion(
                messages=messages,
                shape=shape,
                max_tokens=largest_bytes(shape) + _SPARE_TOKENS,
                temperature=max(temperature, _SECOND_TEMPERATURE) if attempt else temperature,
                seed=(seed + attempt * _SEED_STEP) % 2**31,
            )
            try:
                return shape.model_validate_json(self._model.complete(completion, deadline=self._deadline))
            except ValidationError:
                continue  # Its text quotes what the model was told.
            except EngineError as error:
                if error.code is not ErrorCode.ENGINE_OUTPUT_INVALID:
                    raise
        raise EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=True)
