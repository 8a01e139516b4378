"""`script/bootstrap`: what it says when something is missing, and when it has nothing to do."""

import hashlib
import subprocess
from pathlib import Path

import pytest

from interview_embedded import bootstrap
from interview_embedded.bootstrap import Bootstrap
from interview_embedded.problems import Problem

pytestmark = pytest.mark.unit


def program(folder: Path, name: str, output: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\necho '{output}'\n")
    file.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Bootstrap:
    (tmp_path / "frontend").mkdir()
    return Bootstrap(dev=False, frontend=True, root=tmp_path)


@pytest.mark.parametrize(("version", "sentence"), [("v18.19.0", "found v18.19.0"), ("", "none was found")])
def test_an_old_or_missing_node_gets_one_sentence(
    checkout: Bootstrap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, sentence: str
) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    if version:
        program(tools, "node", version)
        program(tools, "npm", "10")
    monkeypatch.setenv("PATH", str(tools))
    with pytest.raises(Problem, match=sentence):
        checkout.frontend_packages()


def test_a_full_disk_gets_one_sentence(checkout: Bootstrap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "FREE_BYTES_TO_INSTALL", 10**18)
    (checkout.root / "uv.lock").write_text('[[package]]\nname = "uv"\nversion = "1.0"\n')
    with pytest.raises(Problem, match="The disk is too full"):
        checkout.installer()


def test_pip_settings_do_not_reach_uv(checkout: Bootstrap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_FIND_LINKS", "somewhere")
    environment = checkout._uv_environment()
    assert not [name for name in environment if name.startswith("PIP_")]
    assert environment["UV_PYTHON_DOWNLOADS"] == "never"


def test_a_present_model_with_the_right_checksum_is_not_fetched_again(
    checkout: Bootstrap, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = b"model"
    wanted = bootstrap.WheelFile("a==1", "311", (), "a", hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(bootstrap, "FACE_MODEL", wanted)
    target = checkout.models / "face" / "face_detection_short_range.tflite"
    target.parent.mkdir(parents=True)
    target.write_bytes(content)
    assert checkout.face_model() is False


def test_the_frontend_is_built_again_only_when_a_source_changes(tmp_path: Path) -> None:
    source = tmp_path / "src" / "app.tsx"
    source.parent.mkdir()
    source.write_text("1")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "x.js").write_text("1")
    before = bootstrap.digest(bootstrap.frontend_sources(tmp_path))
    (tmp_path / "node_modules" / "x.js").write_text("2")
    (tmp_path / "tsconfig.tsbuildinfo").write_text("{}")
    assert bootstrap.digest(bootstrap.frontend_sources(tmp_path)) == before
    source.write_text("2")
    assert bootstrap.digest(bootstrap.frontend_sources(tmp_path)) != before


def test_a_missing_python_gets_one_sentence(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("bash", "dirname"):
        (tools / name).symlink_to(f"/usr/bin/{name}")
    script = bootstrap.ROOT / "script" / "bootstrap"
    done = subprocess.run(
        ["/bin/bash", str(script)], env={"PATH": str(tools)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Python 3.11" in done.stderr
