"""The port of text-to-speech engines."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ai_worker.engines.base import NO_DEADLINE, Deadline
from interview_contracts.engines import EngineInfo
from interview_contracts.vocabulary import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakRequest:
    """A text to speak; plain text, no markup."""

    text: str
    language: Language
    deadline: Deadline = NO_DEADLINE


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Speech:
    """Mono 16-bit sound and its rate in samples a second."""

    samples: npt.NDArray[np.int16]
    sample_rate_hz: int

    @property
    def duration_s(self) -> float:
        """Return the length in seconds."""
        return len(self.samples) / self.sample_rate_hz


class TtsEngine(Protocol):
    """A text-to-speech engine. Safe to call from several threads; the same request gives the same sound."""

    def describe(self) -> EngineInfo:
        """Return the identity that is stored with every result."""
        ...

    def load(self) -> None:
        """Bring the voices into memory, once; `synthesize` does it where this was not called."""
        ...

    def synthesize(self, request: SpeakRequest) -> Speech:
        """Speak a text.

        Raises `EngineError`: LANGUAGE_UNSUPPORTED, ENGINE_TIMEOUT when the deadline has passed, ENGINE_FAILED when no
        sound came out, ENGINE_OUTPUT_INVALID when what came out is no speech.
        """
        ...
