"""Whisper by faster-whisper and CTranslate2, on a processor or an NVIDIA GPU.

Sound is cut where somebody speaks and packed into windows. Each window is decoded by itself, without the text of the
one before it, and never by chance: the same sound gives the same words. The language is the interview's. Word times
come from the model's attention.
"""

import threading
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from itertools import islice
from typing import Any, Final

import numpy as np

from ai_worker.engines.base import Deadline, EngineConfig, EngineError
from ai_worker.engines.stt.guards import Heard, said
from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, Samples, TranscribeRequest, Transcription, Word
from ai_worker.engines.stt.regions import regions
from ai_worker.engines.stt.repetition import is_loop
from ai_worker.engines.stt.whisper_loading import Loaded, load, plan
from ai_worker.engines.stt.windows import Window, windows
from ai_worker.engines.stt.word_times import Timed, ordered
from ai_worker.engines.vendor_errors import translated
from ai_worker.hardware import Hardware, hardware_now
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, Language

BEAM: Final = 5
"""Sequences that are followed at once. Most of a window's time is its encoding, so that more of them cost little."""

WINDOWS_AT_ONCE: Final = {"cpu": 1, "cuda": 8}
_NO_REPEATS_OF: Final = 5
"""Tokens of a phrase that may not come twice when a window that ended in a loop is decoded again."""


class FasterWhisperEngine:
    """A Whisper model. A lock makes it safe to share; it decodes one request at a time."""

    def __init__(self, config: EngineConfig, machine: Hardware | None = None) -> None:
        self._config = config
        self._machine = machine or hardware_now()
        self._plan = plan(config, self._machine)
        self._loaded: Loaded | None = None
        self._lock = threading.Lock()

    def describe(self) -> EngineInfo:
        """Return the identity; before a model is loaded, of the one that will be."""
        planned = self._loaded.plan if self._loaded is not None else self._plan
        return EngineInfo(
            capability=Capability.STT,
            name="faster_whisper",
            version=version("faster-whisper"),
            model=f"{planned.folder.name} ({planned.compute_type})",
            quality=planned.folder.size.quality,
            device=planned.device_text,
        )

    def load(self) -> None:
        """Load the model, once, after a look at all bytes of its files.

        Raises `EngineError`: ENGINE_UNAVAILABLE for damaged files or a missing GPU, OUT_OF_MEMORY.
        """
        with self._lock:
            self._model()

    def transcribe(self, request: TranscribeRequest) -> Transcription:
        """Recognise speech; the deadline counts between windows."""
        if request.language not in self._plan.folder.languages:
            raise EngineError(ErrorCode.LANGUAGE_UNSUPPORTED, retryable=False)
        request.deadline.check()
        with translated():
            packed = windows(request.samples, regions(request.samples, request.deadline))
            if not packed:
                return Transcription(())
            with self._lock:
                loaded = self._model()
                found = list(self._words(loaded, request.samples, packed, request.language, request.deadline))
            return Transcription(ordered(found, end_s=len(request.samples) / SAMPLE_RATE_HZ))

    def _model(self) -> Loaded:
        if self._loaded is None:
            self._loaded = load(self._config, self._plan, self._machine)
            self._plan = self._loaded.plan
        return self._loaded

    def _words(
        self, loaded: Loaded, samples: Samples, packed: Sequence[Window], language: Language, deadline: Deadline
    ) -> Iterator[Timed]:
        remaining = iter(packed)
        while batch := list(islice(remaining, WINDOWS_AT_ONCE[loaded.plan.device])):
            deadline.check()
            for window, heard in zip(batch, decode(loaded, samples, batch, language), strict=True):
                if is_loop(heard.words):
                    deadline.check()
                    (heard,) = decode(loaded, samples, [window], language, no_repeats_of=_NO_REPEATS_OF)
                for word in said(heard, window.regions, language):
                    yield word.text, word.start_s, word.end_s


def decode(
    loaded: Loaded, samples: Samples, batch: Sequence[Window], language: Language, *, no_repeats_of: int = 0
) -> list[Heard]:
    """Return what the model hears in each window, with times of the whole sound."""
    from faster_whisper import BatchedInferencePipeline

    sounds = [window.sound(samples).astype(np.float32) / 32768 for window in batch]
    ends = np.cumsum([len(sound) for sound in sounds]) / SAMPLE_RATE_HZ
    starts = [0.0, *ends[:-1].tolist()]
    segments, _ = BatchedInferencePipeline(loaded.model).transcribe(
        np.concatenate(sounds),
        language=language.value,
        task="transcribe",
        beam_size=BEAM,
        temperature=0.0,
        no_repeat_ngram_size=no_repeats_of,
        without_timestamps=True,
        word_timestamps=True,
        vad_filter=False,
        clip_timestamps=[{"start": a, "end": b} for a, b in zip(starts, ends.tolist(), strict=True)],
        batch_size=len(batch),
    )
    by_window: list[list[Any]] = [[] for _ in batch]
    for segment in segments:
        # Where a segment's window begins is told in whole hundredths of a second.
        begun = segment.seek / loaded.model.frames_per_second + 0.01
        by_window[max(n for n, start in enumerate(starts) if start <= begun)].append(segment)
    return [
        _heard(found, window, loaded.model.frames_per_second) for found, window in zip(by_window, batch, strict=True)
    ]


def _heard(segments: Sequence[Any], window: Window, frames_a_second: int) -> Heard:
    words: list[Word] = []
    likelihoods: list[float] = []
    for segment in segments:
        offset_s = segment.seek / frames_a_second
        for word in segment.words or ():
            text = word.word.strip()
            if text:
                start, end = window.original(float(word.start) - offset_s, float(word.end) - offset_s)
                words.append(Word(text, start, end))
                likelihoods.append(float(word.probability))
    first = segments[0] if segments else None
    return Heard(
        words=tuple(words),
        likelihoods=tuple(likelihoods),
        mean_log_probability=float(first.avg_logprob) if first else None,
        no_speech=float(first.no_speech_prob) if first else None,
    )
