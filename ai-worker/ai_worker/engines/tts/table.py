"""Text-to-speech engines by name, best first."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final

from ai_worker.engines.base import EngineConfig, EngineEntry
from ai_worker.engines.tts.port import TtsEngine
from ai_worker.engines.tts.supertonic_files import model_files
from ai_worker.model_files.manifest import unsound
from interview_contracts.vocabulary import EngineQuality


def _openai(config: EngineConfig) -> TtsEngine:
    from ai_worker.engines.tts.openai import OpenAiEngine

    return OpenAiEngine(config)


def _openai_missing(config: EngineConfig) -> str:
    return "" if config.options.tts_url else "No speech server is configured (TTS_URL)."


def _supertonic(config: EngineConfig) -> TtsEngine:
    from ai_worker.engines.tts.supertonic import SupertonicEngine

    return SupertonicEngine(config)


def _supertonic_missing(config: EngineConfig) -> str:
    for package in ("supertonic", "onnxruntime"):
        if find_spec(package) is None:
            return f"The package {package} is not installed."
    files = model_files(config)
    return unsound(config.models_dir, files) if files else "There is no Supertonic model in the models folder (tts/)."


def _espeak(_: EngineConfig) -> TtsEngine:
    from ai_worker.engines.tts.espeak import EspeakEngine

    return EspeakEngine()


def _espeak_missing(_: EngineConfig) -> str:
    return "" if find_spec("espeakng_loader") else "The package espeakng-loader is not installed."


ENGINES: Final[Mapping[str, EngineEntry[TtsEngine]]] = {
    "openai": EngineEntry(create=_openai, missing=_openai_missing),
    "supertonic": EngineEntry(create=_supertonic, missing=_supertonic_missing, files=model_files),
    "espeak": EngineEntry(create=_espeak, missing=_espeak_missing, quality=EngineQuality.BASIC, spare=True),
}
