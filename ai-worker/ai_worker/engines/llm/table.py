"""The language engines by name, best first."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final

from ai_worker.engines.base import EngineConfig, EngineEntry
from ai_worker.engines.llm.llama import files
from ai_worker.engines.llm.llama_cpp_model import LlamaCppModel
from ai_worker.engines.llm.openai_model import OpenAiModel
from ai_worker.engines.llm.port import LlmEngine
from ai_worker.engines.llm.prompted.engine import PromptedEngine
from ai_worker.engines.llm.rules import engine as rules
from interview_contracts.vocabulary import EngineQuality


def _openai(config: EngineConfig) -> LlmEngine:
    return PromptedEngine(OpenAiModel(config))


def _openai_lacks(config: EngineConfig) -> str:
    return "" if config.options.llm_url else "No model server is configured (LLM_URL)."


def _llama_cpp(config: EngineConfig) -> LlmEngine:
    return PromptedEngine(LlamaCppModel(config))


def _llama_cpp_lacks(config: EngineConfig) -> str:
    if find_spec("llama_cpp") is None:
        return "The package llama-cpp-python is not installed."
    return files.problem(config)


def _llama_cpp_files(config: EngineConfig) -> tuple[str, ...]:
    file = files.chosen(config)
    return files.parts(file) if file else ()


def _rules_remark(_: EngineConfig) -> str:
    return "Questions and ratings come from rules, no language model is in use."


ENGINES: Final[Mapping[str, EngineEntry[LlmEngine]]] = {
    "openai": EngineEntry(create=_openai, missing=_openai_lacks),
    "llama_cpp": EngineEntry(create=_llama_cpp, missing=_llama_cpp_lacks, files=_llama_cpp_files),
    "rules": EngineEntry(create=rules.create, remark=_rules_remark, quality=EngineQuality.BASIC, spare=True),
}
"""Table of engines; `auto` takes the first that lacks nothing."""
