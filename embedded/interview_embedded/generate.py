"""`script/generate`: writes every file that is made from code; `--check` fails when one is not what the code says."""

import argparse
import filecmp
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

Files = dict[Path, str]


@dataclass(frozen=True, slots=True)
class Printed:
    """A file that a module prints."""

    target: str
    module: str

    def make(self) -> Files:
        """Return the file as the code says it should be."""
        return {ROOT / self.target: _output(self.module)}


@dataclass(frozen=True, slots=True)
class PrintedFolder:
    """A folder whose files a module prints as one JSON object, name to text."""

    target: str
    module: str

    def make(self) -> Files:
        """Return the files as the code says they should be; a file that the code does not name must not be there."""
        texts: dict[str, str] = json.loads(_output(self.module))
        return {ROOT / self.target / name: text for name, text in texts.items()}


PRINTED = (
    Printed("frontend/openapi.json", "backend_core.openapi"),
    Printed("docs/reference/entities.md", "backend_core.models.diagram"),
    Printed("docs/reference/interview-machine.md", "backend_core.interviews.diagram"),
    Printed("docs/reference/tasks.md", "interview_contracts.reference"),
    Printed("docs/reference/models.md", "ai_worker.model_files.reference"),
)
FOLDERS = (PrintedFolder("tests/contracts/snapshots", "interview_contracts.snapshots"),)
CLIENT = ROOT / "frontend" / "src" / "api" / "generated"


class Drift(Exception):
    """A generator failed."""


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="script/generate", description="Write the files that are made from code.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file is not up to date")
    check = bool(parser.parse_args().check)
    stale: list[Path] = []
    for step in (*(_texts_of(generator) for generator in (*PRINTED, *FOLDERS)), _client):
        try:
            stale += step(check)
        except Drift as problem:
            sys.exit(str(problem))
    for file in stale:
        print(f"{'not up to date' if check else 'written'}: {file.relative_to(ROOT)}")
    if check and stale:
        sys.exit("Generated files differ from the code: run script/generate and commit what it writes.")
    print("Generated files are up to date.")


def _texts_of(generator: Printed | PrintedFolder) -> Callable[[bool], list[Path]]:
    def step(check: bool) -> list[Path]:
        files = generator.make()
        folder = ROOT / generator.target if isinstance(generator, PrintedFolder) else None
        unknown = sorted(set(folder.glob("*")) - set(files)) if folder is not None else []
        stale = [file for file, text in files.items() if not file.exists() or file.read_text("utf-8") != text]
        if not check:
            for file in unknown:
                file.unlink()
            for file in stale:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(files[file], encoding="utf-8")
        return [*stale, *unknown]

    return step


def _client(check: bool) -> list[Path]:
    """The TypeScript client is made from frontend/openapi.json by the frontend's own tool."""
    with _copy_of(CLIENT) as before:
        done = subprocess.run(
            ["npm", "run", "--silent", "generate"],
            cwd=ROOT / "frontend",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        changed = [] if done.returncode else _differences(before, CLIENT)
        if check or done.returncode:
            shutil.rmtree(CLIENT, ignore_errors=True)
            shutil.copytree(before, CLIENT)
    if done.returncode != 0:
        raise Drift(f"The frontend's client could not be generated:\n{done.stdout}{done.stderr}")
    return changed


@contextmanager
def _copy_of(folder: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "copy"
        if folder.exists():
            shutil.copytree(folder, copy)
        else:
            copy.mkdir()
        yield copy


def _differences(before: Path, after: Path) -> list[Path]:
    names = {file.relative_to(root) for root in (before, after) for file in root.rglob("*") if file.is_file()}
    return sorted(
        after / name
        for name in names
        if not ((before / name).exists() and (after / name).exists())
        or not filecmp.cmp(before / name, after / name, shallow=False)
    )


def _output(module: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Drift(f"python -m {module} failed:\n{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
