"""Every language engine with its real library, and with a model or a server that is made for it."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from ai_worker.engines.base import EngineConfig
from ai_worker.engines.llm.port import LlmEngine
from ai_worker.engines.llm.table import ENGINES
from ai_worker.engines.options import EngineOptions
from tests.support.tiny_models import gguf

WITHOUT_MEANING = {"openai", "llama_cpp"}
"""Rows whose model has random weights here: its words are made up. All others promise fitting questions and levels."""

needs_llama = pytest.mark.skipif(find_spec("llama_cpp") is None, reason="llama-cpp-python is not installed")


def llm_engine(name: str, folder: Path, server: str) -> LlmEngine:
    """Return the engine of a row; its model goes to a folder, its server is at an address."""
    options: dict[str, Any] = {"llm_url": server} if name == "openai" else {}
    if name == "llama_cpp":
        gguf.make(folder / "llm")
    return ENGINES[name].create(configured(folder, **options))


def configured(folder: Path, **options: Any) -> EngineConfig:
    """Return a configuration with these settings, whatever the environment says."""
    own = {name: field.default for name, field in EngineOptions.model_fields.items()}
    return EngineConfig(models_dir=folder, options=EngineOptions(**{**own, "llama_threads": 1, **options}))
