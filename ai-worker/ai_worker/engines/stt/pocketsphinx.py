"""The embedded recogniser: CMU PocketSphinx with the English model in its wheel. Demonstration quality.

About half the words are wrong; it shows that the path from microphone to transcript works. Korean is not supported:
without a Korean engine, Korean answers are typed or listened to.
"""

import threading
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

from ai_worker.engines.base import EngineError
from ai_worker.engines.stt.activity import holds_speech
from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, Samples, TranscribeRequest, Transcription, Word
from ai_worker.engines.stt.stretches import stretches
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, EngineQuality, Language

if TYPE_CHECKING:
    from pocketsphinx import Decoder

_FRAMES_A_SECOND = 100


class PocketsphinxEngine:
    """PocketSphinx, English. A lock makes it safe to share; it decodes one request at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def describe(self) -> EngineInfo:
        """Return the identity."""
        return EngineInfo(
            capability=Capability.STT,
            name="pocketsphinx",
            version=version("pocketsphinx"),
            model="en-us",
            quality=EngineQuality.DEMO,
        )

    def load(self) -> None:
        """Load acoustic model, dictionary and language model (some 90 MB)."""
        with self._lock:
            _ = self._decoder

    def transcribe(self, request: TranscribeRequest) -> Transcription:
        """Recognise English speech, stretch by stretch between its pauses; nothing where no speech is heard."""
        if request.language is not Language.EN:
            raise EngineError(ErrorCode.LANGUAGE_UNSUPPORTED, retryable=False)
        request.deadline.check()
        samples = request.samples
        words: list[Word] = []
        with self._lock:
            for start, end in stretches(samples):
                request.deadline.check()
                if holds_speech(samples[start:end]):
                    words.extend(self._recognised(samples[start:end], start / SAMPLE_RATE_HZ))
        return Transcription(tuple(words))

    def _recognised(self, samples: Samples, offset_s: float) -> tuple[Word, ...]:
        decoder = self._decoder
        try:
            # The feature extraction learns the noise of what it hears; a result must not depend on the one before.
            decoder.reinit_feat()
            decoder.start_utt()
            try:
                decoder.process_raw(_bytes(samples), full_utt=True)
            finally:
                decoder.end_utt()
            return _words(decoder, offset_s)
        except RuntimeError:
            raise EngineError(ErrorCode.ENGINE_FAILED, retryable=True) from None

    @cached_property
    def _decoder(self) -> "Decoder":
        from pocketsphinx import Decoder

        return Decoder(samprate=SAMPLE_RATE_HZ, loglevel="FATAL")


def _bytes(samples: Samples) -> bytes:
    return samples.astype("<i2", copy=False).tobytes()


def _words(decoder: "Decoder", offset_s: float) -> tuple[Word, ...]:
    found: list[Word] = []
    for segment in decoder.seg() or ():
        text = segment.word.split("(")[0]
        # Sentence marks, silence and noises are written in brackets.
        if not text or text[0] in "<[+":
            continue
        start = offset_s + segment.start_frame / _FRAMES_A_SECOND
        found.append(Word(text, start, max(start, offset_s + (segment.end_frame + 1) / _FRAMES_A_SECOND)))
    return tuple(found)
