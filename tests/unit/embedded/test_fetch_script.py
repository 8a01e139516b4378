"""`script/fetch-models`: what it runs, in which order, and when it installs engines."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from interview_embedded.bootstrap import ROOT

pytestmark = pytest.mark.unit

BOOTSTRAP = '#!/bin/sh\necho "bootstrap $*" >>"$CALLS"\n'
PYTHON = """#!/bin/sh
echo "python $* in $MODELS_DIR" >>"$CALLS"
case "$*" in
    *--engines*) echo "$EXTRAS" ;;
    *) exit "$CODE" ;;
esac
"""


def run(
    checkout: Path, *arguments: str, extras: str = "llama-cpp,supertonic", code: int = 0, **settings: str
) -> tuple[int, list[str]]:
    (checkout / "script").mkdir()
    shutil.copy(ROOT / "script" / "fetch-models", checkout / "script")
    for name, text in (("script/bootstrap", BOOTSTRAP), (".venv/bin/python", PYTHON)):
        file = checkout / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(0o755)
    calls = checkout / "calls"
    outside = checkout / "elsewhere"
    outside.mkdir()
    own = {"PATH": os.environ["PATH"], "CALLS": str(calls), "EXTRAS": extras, "CODE": str(code)}
    done = subprocess.run(
        [str(checkout / "script" / "fetch-models"), *arguments],
        cwd=outside,
        env={**own, **settings},
        capture_output=True,
        check=False,
    )
    return done.returncode, calls.read_text().splitlines()


def test_what_the_models_need_is_installed_after_them(tmp_path: Path) -> None:
    code, calls = run(tmp_path, "cpu", "--yes")
    models = tmp_path / ".data" / "models"
    assert code == 0
    assert calls == [
        "bootstrap --no-frontend",
        f"python -m ai_worker.model_files cpu --yes in {models}",
        f"python -m ai_worker.model_files --engines cpu --yes in {models}",
        "bootstrap --no-frontend --engines llama-cpp,supertonic",
    ]


def test_nothing_is_installed_where_nothing_is_needed(tmp_path: Path) -> None:
    _, calls = run(tmp_path, "--check", extras="")
    assert [call for call in calls if call.startswith("bootstrap")] == ["bootstrap --no-frontend"]


def test_a_failed_fetch_ends_there(tmp_path: Path) -> None:
    code, calls = run(tmp_path, "cpu", code=1)
    assert code == 1
    assert len(calls) == 2


def test_asking_for_help_installs_nothing(tmp_path: Path) -> None:
    code, calls = run(tmp_path, "--help")
    assert code == 0
    assert len(calls) == 2


@pytest.mark.parametrize(("given", "used"), [("weights", "{root}/weights"), ("/srv/weights", "/srv/weights")])
def test_a_relative_folder_is_one_of_the_checkout(tmp_path: Path, given: str, used: str) -> None:
    _, calls = run(tmp_path, "cpu", MODELS_DIR=given)
    assert calls[1].endswith(f" in {used.format(root=tmp_path)}")
