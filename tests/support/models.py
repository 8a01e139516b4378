"""Engines with their real libraries and files, for the conformance suites."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ai_worker.engines.base import EngineConfig, EngineEntry, EngineT

MODELS = Path(__file__).resolve().parents[2] / ".data" / "models"


def engine(table: Mapping[str, EngineEntry[EngineT]], name: str) -> EngineT:
    """Return the engine of a table's row; skips the test where its files are not on this machine."""
    config = EngineConfig(models_dir=MODELS)
    lacking = table[name].missing(config)
    if lacking:
        pytest.skip(lacking)
    return table[name].create(config)
