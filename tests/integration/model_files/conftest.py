"""A server of model files, and the command that fetches from it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.model_files.site import DATA, Site, SiteMaker
from tests.support import model_catalogues
from tests.support.model_server import ModelServer, model_server


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No mirror, token or proxy of the person's shell reaches the command."""
    for name in ("MODELS_MIRROR", "HF_ENDPOINT", "HF_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as state:
        state.files["words.gguf"] = DATA
        yield state


@pytest.fixture
def site(server: ModelServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> SiteMaker:
    """Return a maker of sites; by default the catalogue has size and digest, and the files lie below an address."""

    def make(*, source: str = "", pinned: bool = True, licence: str = "free", about: int = 0) -> Site:
        catalogue = model_catalogues.write(
            tmp_path,
            {"words.gguf": DATA},
            source=source or f'url = "{server.address}"',
            pinned=pinned,
            licence=licence,
            about=about,
        )
        return Site(tmp_path / "models", catalogue, capsys)

    return make
