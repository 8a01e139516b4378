"""The embedded voice: eSpeak NG through its C library, Korean and English, no weights.

It sounds like a machine. Slow speech, a low even pitch, one loudness and pauses between sentences make it a calm one.
The chosen variant has no random flutter, so that the same text is the same sound, and was the easiest of those for a
recogniser to understand. The library holds its state in the process: one lock serves all callers.
"""

import ctypes
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.typing as npt

from ai_worker.engines.base import EngineError
from ai_worker.engines.tts.loudness import PAUSE_S, join_calmly
from ai_worker.engines.tts.port import SpeakRequest, Speech
from ai_worker.engines.tts.spoken_text import spoken_sentences
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, EngineQuality, Language

# Numbers of the library's C interface (speak_lib.h).
_SYNCHRONOUS_RETRIEVAL = 2
_DO_NOT_EXIT = 0x8000
_CHARS_UTF8 = 1
_POSITION_CHARACTER = 1
_RATE, _VOLUME, _PITCH, _RANGE, _WORD_GAP = 1, 2, 3, 4, 7

_SampleCallback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


@dataclass(frozen=True, slots=True)
class Voice:
    """How a language is spoken: rate in words a minute, pitch and its range 0-100 (50 is the voice's own)."""

    name: str
    rate: int
    pitch: int
    pitch_range: int
    word_gap: int


VOICES: dict[Language, Voice] = {
    Language.KO: Voice(name="ko+Diogo", rate=160, pitch=50, pitch_range=48, word_gap=1),
    Language.EN: Voice(name="en-us+Diogo", rate=145, pitch=50, pitch_range=48, word_gap=1),
}

_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Library:
    """The loaded C library, its sample rate, and the callback, which lives as long as the library."""

    calls: ctypes.CDLL
    sample_rate_hz: int
    received: list[bytes]
    callback: Callable[..., int]


@lru_cache(maxsize=1)
def _library() -> _Library:
    import espeakng_loader

    try:
        calls = ctypes.CDLL(espeakng_loader.get_library_path())
    except OSError:
        raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False) from None
    calls.espeak_Synth.argtypes = [
        ctypes.c_char_p,
        ctypes.c_size_t,
        ctypes.c_uint,
        ctypes.c_int,
        ctypes.c_uint,
        ctypes.c_uint,
        ctypes.c_void_p,
        ctypes.c_void_p,
    ]
    folder = espeakng_loader.get_data_path().encode()
    rate: int = calls.espeak_Initialize(_SYNCHRONOUS_RETRIEVAL, 0, folder, _DO_NOT_EXIT)
    if rate <= 0:
        raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
    received: list[bytes] = []

    def receive(samples: Any, count: int, _: Any) -> int:
        if samples and count > 0:
            received.append(ctypes.string_at(samples, count * 2))
        return 0

    callback = _SampleCallback(receive)
    calls.espeak_SetSynthCallback(callback)
    return _Library(calls, rate, received, callback)


class EspeakEngine:
    """eSpeak NG. Thread-safe; the same text gives the same samples."""

    def describe(self) -> EngineInfo:
        """Return the identity; the version is that of the package that carries the library and its voices."""
        return EngineInfo(
            capability=Capability.TTS,
            name="espeak",
            version=version("espeakng-loader"),
            model="ko, en-us (Diogo)",
            quality=EngineQuality.BASIC,
        )

    def load(self) -> None:
        """Load the library and its data."""
        with _lock:
            _library()

    def synthesize(self, request: SpeakRequest) -> Speech:
        """Speak a text sentence by sentence."""
        voice = VOICES.get(request.language)
        if voice is None:
            raise EngineError(ErrorCode.LANGUAGE_UNSUPPORTED, retryable=False)
        with _lock:
            library = _library()
            _choose(library, voice)
            spoken = []
            for sentence in spoken_sentences(request.text, request.language):
                request.deadline.check()
                spoken.append(_speak(library, sentence))
        samples = join_calmly([part for part in spoken if len(part)], library.sample_rate_hz, pause_s=PAUSE_S)
        if not len(samples):
            raise EngineError(ErrorCode.ENGINE_FAILED, retryable=False)
        return Speech(samples=samples, sample_rate_hz=library.sample_rate_hz)


def _choose(library: _Library, voice: Voice) -> None:
    if library.calls.espeak_SetVoiceByName(voice.name.encode()) != 0:
        raise EngineError(ErrorCode.LANGUAGE_UNSUPPORTED, retryable=False)
    for parameter, value in (
        (_RATE, voice.rate),
        (_VOLUME, 90),
        (_PITCH, voice.pitch),
        (_RANGE, voice.pitch_range),
        (_WORD_GAP, voice.word_gap),
    ):
        library.calls.espeak_SetParameter(parameter, value, 0)


def _speak(library: _Library, sentence: str) -> npt.NDArray[np.int16]:
    text = sentence.encode()
    library.received.clear()
    status = library.calls.espeak_Synth(text, len(text) + 1, 0, _POSITION_CHARACTER, 0, _CHARS_UTF8, None, None)
    if status != 0:
        raise EngineError(ErrorCode.ENGINE_FAILED, retryable=True)
    return np.frombuffer(b"".join(library.received), dtype=np.int16)
