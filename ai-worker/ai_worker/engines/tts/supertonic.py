"""The neural voice for Korean and English: Supertonic's four graphs in ONNX Runtime, on the processor.

A text becomes sound in four steps: how long it takes, what it means, a stretch of noise that is cleaned `steps` times
in the direction of both, and the waveform of the result. The noise comes from the text, so that the same text is the
same sound. The vendor's package normalises the text and reads the voice; it never gets to fetch anything.
"""

import hashlib
import json
import threading
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ai_worker.engines.base import Deadline, EngineConfig, EngineError
from ai_worker.engines.tts.loudness import PAUSE_S, join_calmly
from ai_worker.engines.tts.port import SpeakRequest, Speech
from ai_worker.engines.tts.spoken_text import breaths, spoken_sentences
from ai_worker.engines.tts.supertonic_files import FOLDER, GRAPHS, model_files, model_name
from ai_worker.engines.vendor_errors import translated
from ai_worker.hardware import hardware, processor_text
from ai_worker.model_files.manifest import damaged
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, EngineQuality, Language

LONGEST: Final = {Language.KO: 120, Language.EN: 300}
"""Code points of a stretch that is spoken at once: the model skips words of longer ones."""

MOST_THREADS: Final = 4
"""More threads hardly make one sentence faster, and other engines compute on the same cores."""

_INPUTS: Final = {
    "duration_predictor": {"text_ids", "style_dp", "text_mask"},
    "text_encoder": {"text_ids", "style_ttl", "text_mask"},
    "vector_estimator": {
        "noisy_latent",
        "text_emb",
        "style_ttl",
        "text_mask",
        "latent_mask",
        "current_step",
        "total_step",
    },
    "vocoder": {"latent"},
}
_RATES_HZ: Final = range(16_000, 48_001)
_SLOWEST_S: Final = 0.6
"""Seconds a code point beyond which a voice does not talk any more."""

_FAINTEST: Final = 1e-4
_JAMO: Final = range(0x1100, 0x1113)
"""The initial consonants, of which every Hangul syllable has one after its decomposition."""

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class _Model:
    """The loaded model. `latent_rows` and `samples_a_column` are the shape of the noise and what a column becomes."""

    sessions: dict[str, Any]
    characters: Any
    style_ttl: Array
    style_dp: Array
    sample_rate_hz: int
    latent_rows: int
    samples_a_column: int

    def run(self, graph: str, **inputs: Array) -> Array:
        """Run a graph and return its only output. Raises `EngineError`."""
        with translated():
            return np.asarray(self.sessions[graph].run(None, inputs)[0])


class SupertonicEngine:
    """Supertonic 2 or 3 from files of the models folder. Thread-safe; the same text gives the same samples."""

    def __init__(self, config: EngineConfig) -> None:
        self._models_dir = config.models_dir
        self._name = model_name(config)
        self._files = model_files(config)
        self._voice = config.options.supertonic_voice
        self._steps = config.options.supertonic_steps
        self._threads = min(MOST_THREADS, hardware().cores)
        self._model: _Model | None = None
        self._loading = threading.Lock()

    def describe(self) -> EngineInfo:
        """Return the identity; `model` names everything on which the sound depends."""
        return EngineInfo(
            capability=Capability.TTS,
            name="supertonic",
            version=version("supertonic"),
            model=f"{self._name} ({self._voice}, {self._steps} steps)",
            quality=EngineQuality.PRODUCTION,
            device=processor_text(self._threads),
        )

    def load(self) -> None:
        """Check the files and make the sessions. Raises `EngineError(ENGINE_UNAVAILABLE)` where one is unsound."""
        self._loaded()

    def synthesize(self, request: SpeakRequest) -> Speech:
        """Speak a text sentence by sentence; between denoising steps the deadline is heeded."""
        longest = LONGEST.get(request.language)
        if longest is None:
            raise EngineError(ErrorCode.LANGUAGE_UNSUPPORTED, retryable=False)
        model = self._loaded()
        sentences = spoken_sentences(request.text, request.language)
        stretches = [part for sentence in sentences for part in breaths(sentence, request.language, longest)]
        speak = partial(_speak, model, language=request.language, steps=self._steps, deadline=request.deadline)
        samples = join_calmly([speak(stretch) for stretch in stretches], model.sample_rate_hz, pause_s=PAUSE_S)
        if not len(samples):
            raise EngineError(ErrorCode.ENGINE_FAILED, retryable=False)
        return Speech(samples=samples, sample_rate_hz=model.sample_rate_hz)

    def _loaded(self) -> _Model:
        with self._loading:
            if self._model is None:
                if not self._files or damaged(self._models_dir, self._files):
                    raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
                self._model = _load(self._models_dir / FOLDER / self._name, self._voice, self._threads)
            return self._model


def _load(folder: Path, voice: str, threads: int) -> _Model:
    with translated(loading=True):
        from supertonic.core import UnicodeProcessor
        from supertonic.loader import load_voice_style_from_json_file

        shape = json.loads((folder / "onnx" / "tts.json").read_text(encoding="utf-8"))
        style = load_voice_style_from_json_file(folder / "voice_styles" / f"{voice}.json")
        model = _Model(
            sessions={graph: _session(folder / "onnx" / f"{graph}.onnx", threads) for graph in GRAPHS},
            characters=UnicodeProcessor(str(folder / "onnx" / "unicode_indexer.json")),
            style_ttl=style.ttl,
            style_dp=style.dp,
            sample_rate_hz=int(shape["ae"]["sample_rate"]),
            latent_rows=int(shape["ttl"]["latent_dim"]) * int(shape["ttl"]["chunk_compress_factor"]),
            samples_a_column=int(shape["ae"]["base_chunk_size"]) * int(shape["ttl"]["chunk_compress_factor"]),
        )
    if not _fits_together(model):
        raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
    return model


def _session(path: Path, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that spin after a run would take the cores from the engine that computes next.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), sess_options=options, providers=["CPUExecutionProvider"])


def _fits_together(model: _Model) -> bool:
    """Tell whether these are the graphs of a Supertonic model that knows Hangul, which the first version does not."""
    inputs = {graph: {value.name for value in session.get_inputs()} for graph, session in model.sessions.items()}
    known = model.characters.supported_character_set
    return (
        inputs == _INPUTS
        and all(type(index) is int for index in model.characters.indexer)
        and model.sample_rate_hz in _RATES_HZ
        and model.latent_rows > 0
        and model.samples_a_column > 0
        and {*map(chr, _JAMO), "<", ">", "/"} <= known
        and bool(np.isfinite(model.style_ttl).all() and np.isfinite(model.style_dp).all())
    )


def _speak(model: _Model, text: str, *, language: Language, steps: int, deadline: Deadline) -> npt.NDArray[np.int16]:
    deadline.check()
    ids, mask = model.characters([_writable(model, text)], language.value)
    seconds = _seconds(model.run("duration_predictor", text_ids=ids, style_dp=model.style_dp, text_mask=mask), text)
    emb = model.run("text_encoder", text_ids=ids, style_ttl=model.style_ttl, text_mask=mask)
    latent = _noise(model, text, seconds)
    latent_mask = np.ones((1, 1, latent.shape[-1]), dtype=np.float32)
    for step in range(steps):
        deadline.check()
        latent = model.run(
            "vector_estimator",
            noisy_latent=latent,
            text_emb=emb,
            style_ttl=model.style_ttl,
            text_mask=mask,
            latent_mask=latent_mask,
            current_step=np.array([step], dtype=np.float32),
            total_step=np.array([steps], dtype=np.float32),
        )
    deadline.check()
    return _checked(model.run("vocoder", latent=latent), round(seconds * model.sample_rate_hz))


def _writable(model: _Model, text: str) -> str:
    """Return the text without characters that the model has no sign for: their index would be that of another one."""
    fits, unknown = model.characters.validate_text(text)
    written = text if fits else "".join(" " if sign in unknown else sign for sign in text)
    if not any(sign.isalnum() for sign in written):
        raise EngineError(ErrorCode.ENGINE_FAILED, retryable=False)
    return written


def _seconds(predicted: Array, text: str) -> float:
    seconds = float(predicted.reshape(-1)[0]) if predicted.size == 1 else float("nan")
    if not 0.0 < seconds <= 3.0 + _SLOWEST_S * len(text):
        raise EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=False)
    return seconds


def _noise(model: _Model, text: str, seconds: float) -> npt.NDArray[np.float32]:
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
    columns = -(-round(seconds * model.sample_rate_hz) // model.samples_a_column)
    draws = np.random.default_rng(seed)
    return draws.standard_normal((1, model.latent_rows, max(1, columns)), dtype=np.float32)


def _checked(wave: Array, length: int) -> npt.NDArray[np.int16]:
    """Return the predicted length of the waveform in 16 bits; what follows it is the rest of the last column."""
    if wave.ndim != 2 or wave.shape[0] != 1 or not np.isfinite(wave).all():
        raise EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=False)
    sound = wave[0, :length]
    if not len(sound) or float(np.abs(sound).max()) < _FAINTEST:
        raise EngineError(ErrorCode.ENGINE_FAILED, retryable=False)
    return np.asarray((np.clip(sound, -1.0, 1.0) * 32767.0).round(), dtype=np.int16)
