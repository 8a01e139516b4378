"""Emotion engines by name: none."""

from collections.abc import Mapping
from typing import Final

from ai_worker.engines.base import EngineEntry
from ai_worker.engines.emotion.port import EmotionEngine

ENGINES: Final[Mapping[str, EngineEntry[EmotionEngine]]] = {}
