"""Brings a Whisper model into memory: which one, where, and what can go wrong."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import structlog
from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt

from ai_worker.engines.base import EngineConfig, EngineError
from ai_worker.engines.stt.cuda_libraries import make_findable
from ai_worker.engines.stt.port import SAMPLE_RATE_HZ
from ai_worker.engines.stt.whisper_files import FOLDER, WhisperFolder, choose, on_gpu, vocabulary_of
from ai_worker.engines.vendor_errors import translated
from ai_worker.hardware import Hardware, processor_text
from ai_worker.model_files.manifest import damaged
from interview_contracts.errors import ErrorCode

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A model and where it is to compute."""

    folder: WhisperFolder
    device: Literal["cpu", "cuda"]
    index: int
    compute_type: str
    threads: int

    @property
    def device_text(self) -> str:
        """Return the place as the status page shows it."""
        return processor_text(self.threads) if self.device == "cpu" else f"cuda:{self.index}"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model in memory: faster-whisper's `WhisperModel`, and the plan that came true."""

    plan: Plan
    model: Any


def plan(config: EngineConfig, machine: Hardware) -> Plan:
    """Return what to load on this machine. Raises `EngineError(ENGINE_UNAVAILABLE)` where there is no sound model."""
    options = config.options
    folder = choose(config.models_dir, options, machine)
    if folder is None:
        raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
    gpu = on_gpu(folder, options, machine)
    roomiest = max(machine.gpus, key=lambda one: one.free_mb, default=None)
    return Plan(
        folder=folder,
        device="cuda" if gpu else "cpu",
        index=roomiest.index if gpu and roomiest else 0,
        compute_type=options.whisper_compute_type or ("float16" if gpu else "int8"),
        threads=options.whisper_threads or machine.cores,
    )


def load(config: EngineConfig, planned: Plan, machine: Hardware) -> Loaded:
    """Load what was planned; where a GPU was found and cannot be used, what suits the processor instead.

    Raises `EngineError`: ENGINE_UNAVAILABLE for files that are damaged or do not belong together, and where the
    settings insist on a GPU that does not work; OUT_OF_MEMORY.
    """
    if planned.device == "cuda":
        try:
            return _load(config, planned)
        except EngineError as error:
            if config.options.whisper_device == "cuda":
                raise
            log.warning("stt.gpu_not_used", code=error.code.value)
            planned = plan(config, Hardware(cores=machine.cores, memory_mb=machine.memory_mb))
    return _load(config, planned)


def _load(config: EngineConfig, planned: Plan) -> Loaded:
    folder = config.models_dir / FOLDER / planned.folder.name
    if damaged(config.models_dir, planned.folder.files):
        raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
    with translated(loading=True):
        # CTranslate2 ends the process over a value of another kind in this file.
        _Settings.model_validate_json((folder / "config.json").read_bytes())
    if planned.device == "cuda":
        make_findable()
    with translated(loading=True):
        from faster_whisper import WhisperModel
        from faster_whisper.feature_extractor import FeatureExtractor

        model = WhisperModel(
            str(folder),
            device=planned.device,
            device_index=planned.index,
            compute_type=planned.compute_type,
            cpu_threads=planned.threads,
            local_files_only=True,
        )
        if model.feature_extractor.mel_filters.shape[0] != model.model.n_mels:
            # Converted without its preprocessor's file: the number of bands is the model's.
            model.feature_extractor = FeatureExtractor(feature_size=model.model.n_mels)
        _fits_together(model, planned.folder, folder)
        # Shows what is missing of a GPU's libraries, and takes the memory that a window needs.
        model.encode(model.feature_extractor(np.zeros(SAMPLE_RATE_HZ, dtype=np.float32))[:, :3000])
    return Loaded(planned, model)


class _Settings(BaseModel):
    """What CTranslate2 reads of a model's `config.json`."""

    model_config = ConfigDict(extra="ignore", strict=True)

    suppress_ids: list[int] | None = None
    suppress_ids_begin: list[int] | None = None
    lang_ids: list[int] | None = None
    alignment_heads: list[tuple[NonNegativeInt, NonNegativeInt]] = Field(min_length=1)


def _fits_together(model: Any, planned: WhisperFolder, folder: Path) -> None:
    """Raise where files of different models lie in one folder."""
    needed = ["<|startoftranscript|>", "<|endoftext|>", "<|notimestamps|>"]
    if planned.multilingual:
        needed += ["<|transcribe|>", *(f"<|{language.value}|>" for language in planned.languages)]
    tokens = vocabulary_of(folder / Path(planned.vocabulary).name)
    numbers = {token: number for number, token in enumerate(tokens)}
    known = all(numbers.get(token, -1) == model.hf_tokenizer.token_to_id(token) for token in needed)
    if not known or model.model.is_multilingual is not planned.multilingual:
        raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
