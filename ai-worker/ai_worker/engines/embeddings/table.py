"""Embedding engines by name, best first."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final

from ai_worker.engines.base import EngineConfig, EngineEntry
from ai_worker.engines.embeddings.folder import find
from ai_worker.engines.embeddings.port import EmbeddingsEngine
from interview_contracts.vocabulary import EngineQuality


def _openai(config: EngineConfig) -> EmbeddingsEngine:
    from ai_worker.engines.embeddings.openai import OpenAiEngine

    return OpenAiEngine(config)


def _openai_missing(config: EngineConfig) -> str:
    if not find_spec("openai"):
        return "The package openai is not installed."
    if not config.options.embeddings_url:
        return "No embeddings server is configured (EMBEDDINGS_URL)."
    return "" if config.options.embeddings_model else "The server's model is not named (EMBEDDINGS_MODEL)."


def _sentence_transformers(config: EngineConfig) -> EmbeddingsEngine:
    from ai_worker.engines.embeddings.sentence_transformers import SentenceTransformersEngine

    return SentenceTransformersEngine(config)


def _sentence_transformers_missing(config: EngineConfig) -> str:
    for package, module in (("sentence-transformers", "sentence_transformers"), ("torch", "torch")):
        if not find_spec(module):
            return f"The package {package} is not installed."
    found = find(config)
    return "" if found.model else found.problem


def _sentence_transformers_files(config: EngineConfig) -> tuple[str, ...]:
    model = find(config).model
    return model.files if model else ()


def _hashing(_: EngineConfig) -> EmbeddingsEngine:
    from ai_worker.engines.embeddings.hashing import HashingEngine

    return HashingEngine()


def _hashing_missing(_: EngineConfig) -> str:
    return "" if find_spec("sklearn") else "The package scikit-learn is not installed."


ENGINES: Final[Mapping[str, EngineEntry[EmbeddingsEngine]]] = {
    "openai": EngineEntry(create=_openai, missing=_openai_missing),
    "sentence_transformers": EngineEntry(
        create=_sentence_transformers,
        missing=_sentence_transformers_missing,
        files=_sentence_transformers_files,
        remark=lambda config: find(config).problem,
    ),
    "hashing": EngineEntry(create=_hashing, missing=_hashing_missing, quality=EngineQuality.BASIC),
}
