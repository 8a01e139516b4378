"""Text-to-speech engines by name, best first."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final

from ai_worker.engines.base import EngineConfig, EngineEntry
from ai_worker.engines.tts.port import TtsEngine


def _espeak(_: EngineConfig) -> TtsEngine:
    from ai_worker.engines.tts.espeak import EspeakEngine

    return EspeakEngine()


def _espeak_missing(_: EngineConfig) -> str:
    return "" if find_spec("espeakng_loader") else "The package espeakng-loader is not installed."


ENGINES: Final[Mapping[str, EngineEntry[TtsEngine]]] = {
    "espeak": EngineEntry(create=_espeak, missing=_espeak_missing),
}
