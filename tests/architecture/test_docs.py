"""The documentation names only what is there, and every setting."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

import backend_core.settings
import media_server.settings
from ai_worker.settings import WorkerSettings
from interview_embedded.generate import PRINTED
from tests.support import repository
from tests.support.repository import ROOT

pytestmark = pytest.mark.architecture

PAGES = [file for file in repository.files() if file.suffix == ".md"]
CONFIGURATION = Path("docs/operations/configuration.md")
SETTINGS: list[type[BaseSettings]] = [backend_core.settings.Settings, WorkerSettings, media_server.settings.Settings]
NAMES = sorted({name.upper() for settings in SETTINGS for name in settings.model_fields})

MADE = {f"docs/images/{page}-{language}.png" for page, language in product(("room", "report"), ("ko", "en"))} | {
    generator.target for generator in PRINTED
}
"""Made by `script/generate` or from the running product; other checks see to them."""

BASES = ("", "backend-core", "ai-worker", "media-server", "contracts", "embedded")
"""Folders that a path in a page may begin at, beside the page's own."""

AT_RUN_TIME = (".data/", ".venv/", "uploads/", "frontend/dist", "frontend/node_modules", "bench-results/", "models/")
SOURCES = (".py", ".ts", ".tsx", ".md", ".yaml", ".yml", ".sql", ".sh", ".conf", ".toml")

LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.@*-]+(?:/[\w.@*-]+)+/?")


def prose(file: Path) -> str:
    """Return a page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", repository.text(file) or "", flags=re.MULTILINE | re.DOTALL)


def anchors(file: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", prose(file), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(file: Path) -> Iterator[tuple[str, str]]:
    """Return (path, anchor) of all links of a page that lead into the repository."""
    for target in LINK.findall(prose(file)):
        if not re.match(r"[a-z]+:", target):
            path, _, anchor = target.partition("#")
            yield path, anchor


def named(file: Path) -> Iterator[str]:
    """Return what looks like a path of the repository in a page's inline code."""
    first = {entry.name for base in BASES for entry in (ROOT / base).iterdir() if entry.is_dir()}
    for code in CODE.findall(prose(file)):
        ours = code.partition("/")[0] in first or code.endswith(SOURCES)
        if ours and PATH.fullmatch(code) and not code.startswith(AT_RUN_TIME):
            yield code


def exists(code: str) -> bool:
    return any(next((ROOT / base).glob(code.rstrip("/")), None) is not None for base in BASES)


@pytest.mark.parametrize("file", PAGES, ids=str)
def test_links_lead_somewhere(file: Path) -> None:
    for path, anchor in links(file):
        target = (ROOT / file.parent / path).resolve() if path else ROOT / file
        shown = target.relative_to(ROOT)
        assert target.exists() or shown.as_posix() in MADE, f"{file}: {path}"
        if anchor and target.suffix == ".md" and target.exists():
            assert anchor in anchors(shown), f"{file}: {path}#{anchor}"


@pytest.mark.parametrize("file", PAGES, ids=str)
def test_paths_in_the_text_exist(file: Path) -> None:
    assert [code for code in named(file) if not exists(code) and code not in MADE] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_explained(name: str) -> None:
    assert f"`{name}`" in (repository.text(CONFIGURATION) or "")


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_in_the_example(name: str) -> None:
    example = repository.text(Path(".env.example")) or ""
    assert re.search(rf"^#? ?{name}=", example, flags=re.MULTILINE)


def test_every_page_is_in_an_index() -> None:
    indexed = {
        (ROOT / index.parent / path).resolve().relative_to(ROOT)
        for index in (Path("docs/README.md"), Path("docs/decisions/README.md"))
        for path, _ in links(index)
        if path
    }
    pages = {file for file in PAGES if file.parts[0] == "docs" and file.name != "README.md"}
    assert pages - indexed == set()
