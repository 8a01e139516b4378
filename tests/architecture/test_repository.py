"""Rules for every file of the repository."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.support import repository

pytestmark = pytest.mark.architecture

LOCK_FILES = {"uv.lock", "package-lock.json"}
GENERATED = ("frontend/src/api/generated/", "frontend/openapi.json")
LINES = {".py": 400, ".tsx": 250}
REGISTRIES = ["pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "deb.debian" + ".org"]
MACHINE_PATH = re.compile(r"(?<![\w.$}])/(?:root|work|home/\w+|Users/\w+)/")
REQUIRED = [
    "docker-compose.yml", "backend-core", "ai-worker", "media-server", "frontend", "db", "uploads", "docs", "tests",
    ".env.example", ".gitignore", "README.md", "README.ko.md",
]  # fmt: skip
KEPT_OUT = [
    ".env", "models/exaone.gguf", "weights.pt", "face.onnx", "frontend/node_modules/x", "uploads/answer.webm",
    ".cache/uv/x", ".data/secrets.env", ".venv/bin/python", "backend-core/backend_core/__pycache__/x.pyc",
]  # fmt: skip


def written() -> list[Path]:
    return [
        file for file in repository.files() if file.name not in LOCK_FILES and not file.as_posix().startswith(GENERATED)
    ]


def test_files_are_one_thought_long() -> None:
    lengths = {file: (repository.text(file) or "").count("\n") for file in written() if file.suffix in LINES}
    assert {str(file): length for file, length in lengths.items() if length > LINES[file.suffix]} == {}


def test_no_registry_is_named() -> None:
    hosts = [(str(file), host) for file in written() for host in REGISTRIES if host in (repository.text(file) or "")]
    assert hosts == []


def test_no_path_of_a_machine_is_named() -> None:
    found = [(str(file), match[0]) for file in written() if (match := MACHINE_PATH.search(repository.text(file) or ""))]
    assert [(file, path) for file, path in found if file != "tests/architecture/test_repository.py"] == []


@pytest.mark.parametrize("name", REQUIRED)
def test_the_fixed_shape_is_there(name: str) -> None:
    assert any(file.parts[0] == name for file in repository.files())


@pytest.mark.parametrize("path", KEPT_OUT)
def test_private_and_heavy_files_are_ignored(path: str) -> None:
    ignored = subprocess.run(["git", "check-ignore", "-q", path], cwd=repository.ROOT, check=False)
    assert ignored.returncode == 0


def test_no_source_is_ignored_by_mistake() -> None:
    folders = ["contracts", "backend-core", "ai-worker", "media-server", "embedded", "db", "tests", "frontend/src"]
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--ignored", "--exclude-standard", "--", *folders],
        cwd=repository.ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert [name for name in listed if "__pycache__" not in name] == []
