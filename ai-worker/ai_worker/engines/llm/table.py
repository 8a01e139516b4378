"""The language engines by name, best first."""

from collections.abc import Mapping
from typing import Final

from ai_worker.engines.base import EngineConfig, EngineEntry
from ai_worker.engines.llm.port import LlmEngine
from ai_worker.engines.llm.rules import engine as rules


def _why_rules(config: EngineConfig) -> str:
    if config.models_dir.is_dir() and any(config.models_dir.rglob("*.gguf")):
        return "model files are present, but this version has no engine that loads them"
    return "no .gguf file in the models folder and no model server is configured"


ENGINES: Final[Mapping[str, EngineEntry[LlmEngine]]] = {
    "rules": EngineEntry(create=rules.create, remark=_why_rules),
}
"""Table of engines; `auto` takes the first that lacks nothing."""
