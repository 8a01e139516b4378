"""The step of the workers' images that installs packages, with what the build context has of this package."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from interview_embedded.bootstrap import ROOT

pytestmark = pytest.mark.unit

PYTHON_TAG = f"cp{sys.version_info[0]}{sys.version_info[1]}"


@pytest.fixture
def context(tmp_path: Path) -> Path:
    """The build context: lock, project files, and the files of `embedded` that .dockerignore lets in."""
    listed = re.findall(r"^!(embedded/.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), flags=re.MULTILINE)
    for name in ["uv.lock", "ai-worker/pyproject.toml", *listed]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    uv = tmp_path / "bin" / "uv"
    uv.parent.mkdir()
    uv.write_text('#!/bin/sh\necho "$* ($CMAKE_ARGS)" >>calls\nexit "${CODE:-0}"\n')
    uv.chmod(0o755)
    return tmp_path


def install(context: Path, engines: str, *options: str, **settings: str) -> tuple[int, list[str]]:
    environment = {
        "PATH": f"{context / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(context / "embedded"),
        "UV_PROJECT_ENVIRONMENT": "/opt/venv",
        **settings,
    }
    done = subprocess.run(
        [sys.executable, "-P", "-m", "interview_embedded.engine_packages", engines, *options],
        cwd=context,
        env=environment,
        check=False,
    )
    return done.returncode, (context / "calls").read_text().splitlines()


def test_the_image_without_a_gpu_takes_torch_from_an_index(context: Path) -> None:
    code, (sync, torch) = install(
        context,
        "faster-whisper,sentence-transformers",
        "--no-install-workspace",
        TORCH_CPU_INDEX="https://torch.example/cpu",
    )
    assert code == 0
    assert sync.startswith("sync --frozen --no-dev --inexact --package ai-worker --extra faster-whisper")
    assert "--no-install-package nvidia-cublas" in sync
    assert sync.endswith("--no-install-workspace ()")
    assert torch.startswith(f"pip install --python {Path('/opt/venv/bin/python')} --no-deps --index-url")


def test_a_wheel_in_the_context_goes_before_the_index(context: Path) -> None:
    lock = (context / "uv.lock").read_text(encoding="utf-8")
    version = re.search(r'name = "torch"\nversion = "(.+)"', lock)
    assert version is not None
    machine = os.uname().machine
    wheels = context / "wheels"
    wheels.mkdir()
    (wheels / f"torch-{version[1]}+cpu-{PYTHON_TAG}-{PYTHON_TAG}-manylinux_2_28_{machine}.whl").touch()
    _, (_, torch) = install(
        context, "sentence-transformers", UV_FIND_LINKS=str(wheels), TORCH_CPU_INDEX="https://torch.example/cpu"
    )
    assert f"--no-index --find-links {wheels} torch=={version[1]}" in torch


def test_the_gpu_image_builds_llama_with_cuda(context: Path) -> None:
    given = "-DGGML_CUDA=on '-DCMAKE_CUDA_ARCHITECTURES=80;90' "
    _, (sync,) = install(context, "llama-cpp,nvidia", CMAKE_ARGS=given)
    assert "--config-settings-package llama-cpp-python:cmake.args=-DGGML_CUDA=on" in sync
    assert "llama-cpp-python:cmake.args=-DCMAKE_CUDA_ARCHITECTURES=80;90" in sync
    assert sync.endswith("()")


def test_a_failed_step_ends_the_build(context: Path) -> None:
    code, calls = install(context, "sentence-transformers", TORCH_CPU_INDEX="https://torch.example/cpu", CODE="7")
    assert code == 7
    assert len(calls) == 1
