"""Borders inside a package that the import linter's contracts cannot say exactly."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.repository import ROOT

pytestmark = pytest.mark.architecture

CORE = ROOT / "backend-core" / "backend_core"
WORKER = ROOT / "ai-worker" / "ai_worker"
SEES_FACES = ("vision", "face", "frame", "emotion")
LAYERS = ("endpoints", "service", "repository")
COMMITTERS = {"persistence", "relay", "tasks", "seeding"}
"""Folders of the core that are an edge of the program: a request, a message, a timer, a command."""


def imports(file: Path) -> Iterator[str]:
    """Return the full names that a module imports."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.relative_to(ROOT)} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules(*folders: Path) -> list[Path]:
    found = [file for folder in folders for file in ([folder] if folder.is_file() else sorted(folder.rglob("*.py")))]
    assert found, "the code under test has moved"
    return found


def machine() -> list[Path]:
    single, folder = CORE / "interviews" / "machine.py", CORE / "interviews" / "machine"
    return modules(single if single.exists() else folder)


def test_the_machine_knows_the_standard_library_and_the_vocabulary_only() -> None:
    for file in machine():
        for name in imports(file):
            own = name.startswith(("interview_contracts.vocabulary", "backend_core.interviews.machine"))
            assert own or name.partition(".")[0] in sys.stdlib_module_names, f"{file.name}: {name}"


def test_the_machine_has_no_clock_and_does_no_input_or_output() -> None:
    forbidden = {"time", "asyncio", "socket", "random", "os", "subprocess", "logging", "pathlib"}
    for file in machine():
        assert not {name.partition(".")[0] for name in imports(file)} & forbidden
        text = file.read_text(encoding="utf-8")
        assert "datetime.now" not in text
        assert "utcnow" not in text


def test_nothing_that_evaluates_sees_a_face() -> None:
    """LAW: nothing from face or voice is ever an input of a score."""
    evaluating = modules(
        CORE / "evaluations",
        WORKER / "engines" / "llm",
        ROOT / "contracts" / "interview_contracts" / "payloads" / "evaluations.py",
        *(file for file in (WORKER / "pipelines").glob("*.py") if "evaluat" in file.name or "rat" in file.name),
    )
    for file in evaluating:
        for name in imports(file):
            parts = {part for piece in name.lower().split(".") for part in piece.split("_")}
            assert not parts & {*SEES_FACES, *(f"{word}s" for word in SEES_FACES)}, f"{file.name}: {name}"


@pytest.mark.parametrize("layer", LAYERS)
def test_a_domain_points_in_one_direction(layer: str) -> None:
    """endpoint → service → repository, in every domain: a lower file never imports a higher one of any domain."""
    higher = LAYERS[: LAYERS.index(layer)]
    for file in modules(CORE):
        if file.stem != layer:
            continue
        for name in imports(file):
            parts = name.split(".")
            assert not (parts[0] == "backend_core" and set(parts[2:3]) & set(higher)), (
                f"{file.relative_to(CORE)}: {name}"
            )


def test_only_the_edge_commits() -> None:
    for file in modules(CORE):
        if file.relative_to(CORE).parts[0] in COMMITTERS:
            continue
        calls = [
            node
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute) and node.attr == "commit"
        ]
        assert not calls, f"{file.relative_to(CORE)} commits"


def test_endpoints_hold_no_queries() -> None:
    for file in modules(CORE):
        if file.stem == "endpoints":
            assert not any(name.startswith("sqlalchemy.") and "AsyncSession" not in name for name in imports(file)), (
                file
            )


def test_vendors_are_imported_inside_the_factory() -> None:
    """Importing a worker stays quick, and a missing vendor package disables one engine, not the worker."""
    vendors = {"mediapipe", "cv2", "pocketsphinx", "kiwipiepy", "espeakng_loader", "sklearn", "faster_whisper",
               "llama_cpp", "deepface", "sentence_transformers", "torch"}  # fmt: skip
    for file in modules(WORKER):
        top_level = ast.parse(file.read_text(encoding="utf-8")).body
        for node in top_level:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.partition(".")[0] for name in names} & vendors, file.relative_to(WORKER)
