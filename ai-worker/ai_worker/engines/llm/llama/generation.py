"""Writing an answer token by token until the grammar says that it is complete."""

import time
from dataclasses import dataclass

from ai_worker.engines.base import EngineError
from ai_worker.engines.llm.llama.sampling import Sampler
from ai_worker.engines.llm.llama.session import Session
from ai_worker.engines.llm.prompted.chat_model import Completion
from ai_worker.engines.work_thread import Stop
from interview_contracts.errors import ErrorCode


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of an answer, its number of tokens, and when the first was there (monotonic clock, seconds)."""

    data: bytes
    tokens: int
    first_at: float


def generate(session: Session, grammar: str, completion: Completion, most: int, stop: Stop) -> Written:
    """Write the answer to the prompt that a session holds, whose last logits are ready.

    Raises `Stopped` as soon as it should stop, also in the middle of a token, and `EngineError`: ENGINE_OUTPUT_INVALID
    where more than `most` tokens would be needed or the model is broken, else as `Session.append` does.
    """
    pieces: list[bytes] = []
    first_at = 0.0
    with Sampler(session, grammar, temperature=completion.temperature, seed=completion.seed) as sampler:
        while len(pieces) < most:
            token = sampler.next(session.logits())
            first_at = first_at or time.monotonic()
            if session.ends(token):
                return Written(b"".join(pieces), len(pieces), first_at)
            sampler.accept(token)
            pieces.append(session.piece(token))
            if pieces[-1].endswith(b"}") and sampler.is_complete():
                return Written(b"".join(pieces), len(pieces), first_at)
            session.append([token], stop=stop, logits=True)
    raise EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=True)
