"""The tests keep their own order."""

import re
from pathlib import Path

import pytest

from tests.support import repository

pytestmark = pytest.mark.architecture

MODULES = [file for file in repository.files() if file.parts[0] == "tests" and file.name.startswith("test_")]


@pytest.mark.parametrize("file", MODULES, ids=str)
def test_a_module_carries_the_marker_of_its_folder(file: Path) -> None:
    marker = re.search(r"^pytestmark = (.+)$", repository.text(file) or "", flags=re.MULTILINE)
    assert marker is not None
    assert f"pytest.mark.{file.parts[1]}" in marker[1]


@pytest.mark.parametrize("file", MODULES, ids=str)
def test_nothing_sleeps(file: Path) -> None:
    text = repository.text(file) or ""
    assert not re.search(r"\btime\.sleep\(|wait_for_timeout\(", text)
