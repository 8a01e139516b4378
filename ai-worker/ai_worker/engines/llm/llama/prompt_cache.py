"""The states of prompts that were read already, so that an interview's fixed part is not read again.

One sequence lives in the context. When another interview takes its place, its state is put aside, and fetched again
when that interview goes on. States stay in memory and go nowhere else: they can be turned back into what a person said.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ai_worker.engines.llm.llama.memory import available_mb
from ai_worker.engines.llm.llama.session import Session, State
from ai_worker.engines.work_thread import Stop

_MIB: Final = 1024**2
_LEFT_FREE_MB: Final = 512
_NEGLIGIBLE: Final = 8
"""A sequence that another one covers but for one part in this many is not worth keeping."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """How many tokens a prompt had, and how many of them were evaluated for it."""

    prompt: int
    evaluated: int


class PromptCache:
    """Brings a session's sequence to a prompt with as little evaluation as possible.

    Evaluation starts at a multiple of the chunk size, always: the last digits of a float depend on which tokens were
    evaluated together, and the same prompt must give the same text whatever was read before it.
    """

    def __init__(self, session: Session, *, limit_mb: int) -> None:
        self._session = session
        self._chunk = session.placement.chunk
        self._limit = limit_mb * _MIB
        self._live: tuple[int, ...] = ()
        self._kept: OrderedDict[tuple[int, ...], State] = OrderedDict()

    @property
    def kept_bytes(self) -> int:
        """Return the memory that the states take which were put aside."""
        return sum(state.nbytes for state in self._kept.values())

    def bring(self, prompt: Sequence[int], stop: Stop) -> Evaluated:
        """Make the sequence this prompt and have its last logits ready.

        When it is stopped or fails, what was evaluated so far is kept: the next try goes on there. Raises as
        `Session.append` does.
        """
        wanted = tuple(prompt)
        start = self._choose(wanted)
        self._live = wanted
        try:
            for begin in range(start, len(wanted), self._chunk):
                end = min(begin + self._chunk, len(wanted))
                self._session.append(wanted[begin:end], stop=stop, logits=end == len(wanted))
        finally:
            self._note_length()
        return Evaluated(prompt=len(wanted), evaluated=len(wanted) - start)

    def trim(self) -> None:
        """Take what was generated off the sequence, so that it ends with the prompt again."""
        self._session.cut(len(self._live))
        self._note_length()

    def clear(self) -> None:
        """Forget the sequence and all states."""
        self._session.cut(0)
        self._live = ()
        self._kept.clear()

    def _choose(self, wanted: tuple[int, ...]) -> int:
        """Leave in the session the longest usable beginning of a prompt and return its length."""
        best = max(self._kept, key=lambda tokens: self._usable(tokens, wanted), default=())
        fetched = self._kept.pop(best) if self._usable(best, wanted) > self._usable(self._live, wanted) else None
        if len(self._live) - _common(self._live, wanted) > len(self._live) // _NEGLIGIBLE:
            self._put_aside()
        if fetched is not None:
            self._session.restore(fetched, len(best))
            self._live = best
            self._note_length()
            if len(best) - _common(best, wanted) > len(best) // _NEGLIGIBLE:
                # The prompt leaves its path early: another interview may still go on there.
                self._keep(best, fetched)
        self._session.cut(self._usable(self._live, wanted))
        self._note_length()
        return len(self._live)

    def _usable(self, tokens: tuple[int, ...], wanted: tuple[int, ...]) -> int:
        """Return how many of the first tokens need no evaluation. At least one token must be evaluated."""
        common = min(_common(tokens, wanted), len(wanted) - 1)
        return common - common % self._chunk

    def _put_aside(self) -> None:
        """Keep the live sequence's state, but for its last tokens that are no whole chunk."""
        self._session.cut(len(self._live) - len(self._live) % self._chunk)
        self._note_length()
        if not self._live or not self._make_room(self._session.state_bytes()):
            return
        try:
            state = self._session.state()
        except MemoryError:
            self._kept.clear()
            return
        if state is not None:
            self._keep(self._live, state)

    def _keep(self, tokens: tuple[int, ...], state: State) -> None:
        """Keep a state as the newest, in place of those that it covers."""
        for other in list(self._kept):
            if len(other) - _common(other, tokens) <= len(other) // _NEGLIGIBLE:
                del self._kept[other]
        if self._make_room(state.nbytes):
            self._kept[tokens] = state

    def _make_room(self, size: int) -> bool:
        """Drop the states that were used longest ago until one of this size fits; False where it never can."""
        while not (fits := self._fits(size)) and self._kept:
            self._kept.popitem(last=False)
        return fits

    def _fits(self, size: int) -> bool:
        return self.kept_bytes + size <= self._limit and available_mb() >= size // _MIB + _LEFT_FREE_MB

    def _note_length(self) -> None:
        self._live = self._live[: self._session.length]


def _common(left: Sequence[int], right: Sequence[int]) -> int:
    """Return how many of the first tokens are the same."""
    count = min(len(left), len(right))
    differs = np.nonzero(np.not_equal(left[:count], right[:count]))[0]
    return int(differs[0]) if differs.size else count
