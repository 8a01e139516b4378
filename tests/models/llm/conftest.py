from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from ai_worker.engines.llm.port import LlmEngine
from ai_worker.engines.llm.table import ENGINES
from tests.models.llm.rows import WITHOUT_MEANING, llm_engine
from tests.support.llama_server import llama_server
from tests.support.tiny_models import gguf


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder with a tiny model of each architecture; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("models")
    for architecture in gguf.ARCHITECTURES:
        gguf.make(folder / "llm", architecture=architecture)
    return folder


@pytest.fixture(scope="session")
def server(models_dir: Path) -> Iterator[str]:
    """The address of a model server that runs through the whole session."""
    if find_spec("llama_cpp") is None:
        pytest.skip("llama-cpp-python is not installed")
    with llama_server(models_dir / "llm" / "tiny-exaone.gguf") as url:
        yield url


@pytest.fixture(scope="session", params=list(ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> LlmEngine:
    """Every language engine."""
    return _made(request, tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="session", params=sorted(WITHOUT_MEANING))
def modelled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> LlmEngine:
    """Every language engine that asks a model."""
    return _made(request, tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="session", params=[name for name in ENGINES if name not in WITHOUT_MEANING])
def sensible(request: pytest.FixtureRequest) -> LlmEngine:
    """Every language engine whose answers make sense on the machine of the tests."""
    return llm_engine(request.param, Path("none"), "")


def _made(request: pytest.FixtureRequest, folder: Path) -> LlmEngine:
    name: str = request.param
    if name in WITHOUT_MEANING and find_spec("llama_cpp") is None:
        pytest.skip("llama-cpp-python is not installed")
    address = request.getfixturevalue("server") if name == "openai" else ""
    return llm_engine(name, folder, address)
