"""Every text-to-speech engine with its real library, and with a model or a server that is made for it."""

from pathlib import Path
from typing import Any

from ai_worker.engines.base import EngineConfig
from ai_worker.engines.options import EngineOptions
from ai_worker.engines.tts.port import TtsEngine
from ai_worker.engines.tts.table import ENGINES
from tests.support import models
from tests.support.speech_server import SpeechServer
from tests.support.tiny_models import supertonic


def tts_engine(name: str, folder: Path, server: SpeechServer) -> TtsEngine:
    """Return the engine of a row; a model that has to be made for it goes to a folder. Skips where one is missing."""
    if name == "supertonic":
        supertonic.make(folder)
        return ENGINES[name].create(configured(folder))
    if name == "openai":
        return ENGINES[name].create(configured(folder, tts_url=server.url))
    return models.engine(ENGINES, name)


def configured(folder: Path, **options: Any) -> EngineConfig:
    """Return a configuration with these settings, whatever the environment says."""
    return EngineConfig(models_dir=folder, options=EngineOptions(**options))
