"""The port of speech-to-text engines."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ai_worker.engines.base import NO_DEADLINE, Deadline
from interview_contracts.engines import EngineInfo
from interview_contracts.vocabulary import Language

SAMPLE_RATE_HZ = 16_000
"""Every engine takes mono sound at this rate."""

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TranscribeRequest:
    """Sound to transcribe: mono, 16-bit, `SAMPLE_RATE_HZ`; a segment between two pauses or a whole answer."""

    samples: Samples
    language: Language
    deadline: Deadline = NO_DEADLINE


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word with its times in seconds from the start of the request's samples."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Transcription:
    """Recognised words in order of time; none for silence and noise."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Return the words joined by single spaces."""
        return " ".join(word.text for word in self.words)


class SttEngine(Protocol):
    """A speech-to-text engine. One instance serves one request at a time; the same request gives the same words."""

    def describe(self) -> EngineInfo:
        """Return the identity that is stored with every result."""
        ...

    def load(self) -> None:
        """Bring the model into memory, once; `transcribe` does it where this was not called."""
        ...

    def transcribe(self, request: TranscribeRequest) -> Transcription:
        """Recognise speech. How long sound is cut is up to the engine; the deadline counts between the cuts.

        Raises `EngineError`: LANGUAGE_UNSUPPORTED, ENGINE_TIMEOUT when the deadline passes, ENGINE_FAILED otherwise.
        """
        ...
