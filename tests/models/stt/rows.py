"""Every speech-to-text engine with its real library, and with a model or a server that is made for it."""

from pathlib import Path
from typing import Any

from ai_worker.engines.base import EngineConfig
from ai_worker.engines.options import EngineOptions
from ai_worker.engines.stt.port import SttEngine
from ai_worker.engines.stt.table import ENGINES
from tests.support import models
from tests.support.tiny_models import whisper
from tests.support.transcription_server import TranscriptionServer

WITHOUT_MEANING = {"openai", "faster_whisper"}
"""Rows whose model has random weights here: its words are made up. All others promise to recognise what was said."""


def stt_engine(name: str, folder: Path, server: TranscriptionServer) -> SttEngine:
    """Return the engine of a row; a model that has to be made for it goes to a folder. Skips where one is missing."""
    if name == "faster_whisper":
        return ENGINES[name].create(configured(with_tiny_model(folder), whisper_threads=1))
    if name == "openai":
        return ENGINES[name].create(configured(folder, stt_url=server.url, stt_model="whisper"))
    return models.engine(ENGINES, name)


def with_tiny_model(folder: Path, name: str = "tiny") -> Path:
    """Put a tiny model into a models folder and return the folder; one whose name ends in .en knows English only."""
    whisper.make(folder / "stt" / name, english_only=name.endswith(".en"))
    return folder


def configured(folder: Path, **options: Any) -> EngineConfig:
    """Return a configuration with these settings, whatever the environment says."""
    own = {name: field.default for name, field in EngineOptions.model_fields.items()}
    return EngineConfig(models_dir=folder, options=EngineOptions(**{**own, **options}))
