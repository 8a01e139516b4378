"""`script/test`: the stages in their order, each with its time; every stage runs, also after one that failed."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.support import browser

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PACKAGES = (
    "contracts/interview_contracts",
    "backend-core/backend_core",
    "ai-worker/ai_worker",
    "media-server/media_server",
    "embedded/interview_embedded",
    "tests",
)
CATEGORIES = ("unit", "contracts", "architecture", "models", "db", "integration", "faults", "e2e")
LONGEST_STAGE_S = 1800

counts: Counter[str] = Counter()


@dataclass(frozen=True, slots=True)
class Stage:
    """A named part of the checks; `run` tells whether it passed."""

    name: str
    run: Callable[[], bool]


def commands(*lines: Sequence[str], cwd: Path = ROOT) -> bool:
    """Run all command lines and tell whether each ended well."""
    codes = [_call(line, cwd) for line in lines]
    return not any(codes)


def _call(line: Sequence[str], cwd: Path) -> int:
    try:
        return subprocess.run(line, cwd=cwd, env=_environment(), timeout=LONGEST_STAGE_S, check=False).returncode
    except subprocess.TimeoutExpired:
        print(f"Not finished within {LONGEST_STAGE_S} s: {' '.join(line)}", flush=True)
        return 124


def pytest(category: str) -> bool:
    """Run one category of tests; a category without tests has failed."""
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.xml"
        line = [sys.executable, "-m", "pytest", f"tests/{category}", "-q", f"--junit-xml={results}", "--durations=5"]
        passed = commands(line)
        if results.exists():
            counts.update(_count(results))
    return passed


def e2e() -> bool:
    """Run the end-to-end tests, with a browser installed first where that is allowed."""
    if browser.find() is None:
        problem = browser.install()
        if problem is not None:
            print(problem)
            return False
    return pytest("e2e")


def stages() -> list[Stage]:
    """Return all stages in their order."""
    frontend = [["npm", "run", "--silent", task] for task in ("lint", "typecheck", "test")]
    ruff = str(BIN / "ruff")
    checks = [
        Stage("style", partial(commands, [ruff, "check", "."], [ruff, "format", "--check", "."])),
        Stage("types", partial(commands, [str(BIN / "mypy"), *PACKAGES])),
        Stage("borders", partial(commands, [str(BIN / "lint-imports")])),
        Stage("frontend", partial(commands, *frontend, cwd=ROOT / "frontend")),
        Stage("generated", partial(commands, [sys.executable, "-m", "interview_embedded.generate", "--check"])),
    ]
    tests = [Stage(name, e2e if name == "e2e" else partial(pytest, name)) for name in CATEGORIES]
    return [*checks, *tests]


def main() -> None:
    """Run the command line."""
    every = stages()
    names = [stage.name for stage in every]
    parser = argparse.ArgumentParser(prog="script/test", description="Check everything, or only some stages.")
    parser.add_argument("stages", nargs="*", metavar="STAGE", help=f"one of: {', '.join(names)}")
    parser.add_argument("--list", action="store_true", help="name the stages and end")
    options = parser.parse_args()
    unknown = set(options.stages) - set(names)
    if unknown:
        parser.error(f"unknown stage: {', '.join(sorted(unknown))}")
    if options.list:
        print("\n".join(names))
        return
    sys.exit(run([stage for stage in every if not options.stages or stage.name in options.stages]))


def run(chosen: Sequence[Stage]) -> int:
    """Run the stages, print the list of results, and return the exit code."""
    rows = []
    for number, stage in enumerate(chosen, start=1):
        print(f"\n── [{number}/{len(chosen)}] {stage.name}", flush=True)
        began = time.monotonic()
        passed = stage.run()
        rows.append((stage.name, passed, time.monotonic() - began))
    print("\n── summary")
    for name, passed, seconds in rows:
        print(f"{'passed' if passed else 'FAILED'}  {name:<14}{seconds:7.1f} s")
    failed_stages = [name for name, passed, _ in rows if not passed]
    print(f"stages failed: {', '.join(failed_stages)}" if failed_stages else "all stages passed")
    if counts:
        skipped = f", {counts['skipped']} skipped" if counts["skipped"] else ""
        print(f"{counts['passed']} passed, {counts['failed']} failed{skipped}", flush=True)
    return 1 if failed_stages else 0


def _count(results: Path) -> Mapping[str, int]:
    """Read the results of one pytest run; the file is pytest's own."""
    suites = ElementTree.parse(results).getroot().iter("testsuite")
    total: Counter[str] = Counter()
    for suite in suites:
        number = {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")}
        bad = number["failures"] + number["errors"]
        total += Counter(passed=number["tests"] - bad - number["skipped"], failed=bad, skipped=number["skipped"])
    return total


def _environment() -> dict[str, str]:
    """No setting of the person's shell reaches the tests."""
    own = ("DATABASE_URL", "REDIS_URL", "DATA_DIR", "PORT", "MEDIA_HTTP_PORT", "NODE_ENV")
    kept = {name: value for name, value in os.environ.items() if name not in own and not name.startswith("PG")}
    return {**kept, "PYTHONUNBUFFERED": "1", "PATH": f"{BIN}{os.pathsep}{kept.get('PATH', '')}"}


if __name__ == "__main__":
    if shutil.which("npm") is None:
        sys.exit("Node 20.19 or newer with npm is needed: install it and start again.")
    main()
