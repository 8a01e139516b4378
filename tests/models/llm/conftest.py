import pytest

from ai_worker.engines.base import EngineConfig
from ai_worker.engines.llm.port import LlmEngine
from ai_worker.engines.llm.table import ENGINES

_CONFIG = EngineConfig()
_READY = [name for name, entry in ENGINES.items() if not entry.missing(_CONFIG)]


@pytest.fixture(scope="module", params=_READY)
def engine(request: pytest.FixtureRequest) -> LlmEngine:
    """Every language engine that can run here."""
    return ENGINES[request.param].create(_CONFIG)
