"""Choosing the next token: the model's preference, as far as the grammar allows it."""

import ctypes
from types import TracebackType
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ai_worker.engines.base import EngineError
from ai_worker.engines.llm.llama.library import open_library
from ai_worker.engines.llm.llama.session import Session
from interview_contracts.errors import ErrorCode

_CANDIDATE: Final = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])
_FIRST_LOOK: Final = 64
_TOP_P: Final = 0.95

Logits = npt.NDArray[np.float32]


class Sampler:
    """Draws tokens that keep to a grammar. The same seed and the same logits give the same tokens.

    The library ends the process when a grammar is told a token that it does not allow, so each is checked before.
    """

    def __init__(self, session: Session, gbnf: str, *, temperature: float, seed: int) -> None:
        self._c = open_library()
        self._grammar = session.new_grammar(gbnf)
        self._end = session.end_token()
        self._temperature = temperature
        self._draws = np.random.default_rng(seed)

    def __enter__(self) -> "Sampler":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._c.llama_sampler_free(self._grammar)

    def next(self, logits: Logits) -> int:
        """Return the next token. Raises `EngineError(ENGINE_OUTPUT_INVALID)` where the logits are no numbers.

        The grammar looks at the few most likely tokens first, and at the whole vocabulary only where it allows none.
        """
        best = int(np.argmax(logits))
        if not np.isfinite(logits[best]):
            raise EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=False)
        if self._temperature <= 0.0 and self.allows(best):
            return best
        few = np.argpartition(logits, -_FIRST_LOOK)[-_FIRST_LOOK:] if len(logits) > _FIRST_LOOK else None
        for tokens in (few, np.arange(len(logits))):
            if tokens is None:
                continue
            ordered = tokens[np.lexsort((tokens, -logits[tokens]))]
            allowed = self._filtered(ordered, logits[ordered])
            if allowed.size:
                return self._drawn(allowed, logits[allowed])
        raise EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=True)

    def allows(self, token: int) -> bool:
        """Tell whether the grammar allows a token next."""
        return bool(self._filtered(np.array([token]), np.zeros(1, dtype=np.float32)).size)

    def is_complete(self) -> bool:
        """Tell whether the grammar allows the text to end here."""
        return self._end >= 0 and self.allows(self._end)

    def accept(self, token: int) -> None:
        """Tell the grammar that an allowed token was taken."""
        self._c.llama_sampler_accept(self._grammar, token)

    def _filtered(self, tokens: npt.NDArray[Any], logits: Logits) -> npt.NDArray[Any]:
        candidates = np.zeros(len(tokens), dtype=_CANDIDATE)
        candidates["id"], candidates["logit"] = tokens, logits
        array = self._c.llama_token_data_array(
            data=candidates.ctypes.data_as(self._c.llama_token_data_p),
            size=len(candidates),
            selected=-1,
            sorted=False,
        )
        self._c.llama_sampler_apply(self._grammar, ctypes.byref(array))
        allowed: npt.NDArray[Any] = tokens[np.isfinite(candidates["logit"])]
        return allowed

    def _drawn(self, tokens: npt.NDArray[Any], logits: Logits) -> int:
        """Return the first of tokens that are ordered by their logits, or at a temperature one of the likely ones."""
        if self._temperature <= 0.0:
            return int(tokens[0])
        scaled = (logits - logits[0]).astype(np.float64) / self._temperature
        weights = np.exp(scaled)
        weights /= weights.sum()
        kept = int(np.searchsorted(np.cumsum(weights), _TOP_P)) + 1
        sums = np.cumsum(weights[:kept])
        return int(tokens[int(np.searchsorted(sums, self._draws.random() * sums[-1], side="right").clip(0, kept - 1))])
