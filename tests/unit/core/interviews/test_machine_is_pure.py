"""The machine knows no clock, no database and no queue."""

import ast
import sys
from pathlib import Path

import pytest

from backend_core.interviews import machine

pytestmark = pytest.mark.unit

FOLDER = Path(machine.__file__).parent
ALLOWED = ("interview_contracts.vocabulary", "backend_core.interviews.machine")
CLOCKS = {"time", "datetime", "random", "asyncio", "os", "threading", "socket"}


def imports(file: Path) -> set[str]:
    """Return the modules that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.py")), ids=lambda file: file.stem)
def test_imports(file: Path) -> None:
    for module in imports(file):
        root = module.partition(".")[0]
        assert root not in CLOCKS
        assert module.startswith(ALLOWED) or root in sys.stdlib_module_names, module
