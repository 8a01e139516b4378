"""Every embeddings engine with its real library, and with a model or a server that is made for it."""

from pathlib import Path
from typing import Any

from ai_worker.engines.base import EngineConfig
from ai_worker.engines.embeddings.port import EmbeddingsEngine
from ai_worker.engines.embeddings.table import ENGINES
from ai_worker.engines.options import EngineOptions
from tests.support import models
from tests.support.http_server import ServerProcess
from tests.support.tiny_models import xlm_roberta

WITHOUT_MEANING = {"sentence_transformers"}
"""Rows whose model has random weights here: what is near for it says nothing."""


def embeddings_engine(name: str, folder: Path, server: ServerProcess) -> EmbeddingsEngine:
    """Return the engine of a row; a model that has to be made for it goes to a folder."""
    if name == "sentence_transformers":
        xlm_roberta.make(folder / "embeddings" / "tiny")
        return ENGINES[name].create(configured(folder))
    if name == "openai":
        return ENGINES[name].create(configured(folder, embeddings_url=server.url, embeddings_model="good"))
    return models.engine(ENGINES, name)


def configured(folder: Path, **options: Any) -> EngineConfig:
    """Return a configuration with these settings, whatever the environment says."""
    own = {name: field.default for name, field in EngineOptions.model_fields.items()}
    return EngineConfig(models_dir=folder, options=EngineOptions(**{**own, **options}))
