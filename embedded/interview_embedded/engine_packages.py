"""Which engines that load models are installed into a checkout, and how their two difficult packages come in.

An engine is an extra of the package `ai-worker`; what was chosen once stays chosen (`.tools/engines`). Two packages
need care: torch, whose file in the lock brings gigabytes of CUDA packages, and llama-cpp-python, which has no wheel and
is compiled. A folder of wheels (PIP_FIND_LINKS, UV_FIND_LINKS) or an index of torch for processors (TORCH_CPU_INDEX) is
used for them where there is one. Standard library only: `script/bootstrap` runs this before anything is installed.
"""

import os
import platform
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from interview_embedded.problems import Problem

MODELS = "models"
"""The dependency group with everything that the tests of these engines need; it counts as a choice like an engine."""

LLAMA, TORCH = "llama-cpp-python", "torch"
NEEDS_LLAMA, NEEDS_TORCH = {"llama-cpp", MODELS}, {"sentence-transformers", MODELS}
USES_GPU = {"llama-cpp", "faster-whisper", "sentence-transformers"}
COMPILERS = ("c++", "g++", "clang++")
CUDA_TORCH_BYTES = 12 * 1024**3

TRIMMED = (
    "-DLLAVA_BUILD=OFF", "-DGGML_NATIVE=OFF", "-DLLAMA_BUILD_TOOLS=OFF", "-DLLAMA_BUILD_COMMON=OFF",
    "-DLLAMA_BUILD_EXAMPLES=OFF", "-DLLAMA_BUILD_SERVER=OFF", "-DLLAMA_BUILD_TESTS=OFF",
)  # fmt: skip
"""Leaves out what the bindings do not use: a third of the time."""

VECTORS = {"avx2": "-DGGML_AVX2=ON", "fma": "-DGGML_FMA=ON", "f16c": "-DGGML_F16C=ON"}
"""Instructions of x86-64 by the processor's flag; without them a token takes several times as long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What decides how packages are built and chosen."""

    system: str = field(default_factory=platform.system)
    processor: str = field(default_factory=platform.machine)
    flags: frozenset[str] = frozenset()
    nvidia: bool = False

    @classmethod
    def this(cls) -> "Machine":
        """Return the machine that this runs on."""
        try:
            text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
        except OSError:
            text = ""
        line = next((line for line in text.splitlines() if line.startswith("flags")), "")
        nvidia = Path("/dev/nvidiactl").exists() or shutil.which("nvidia-smi") is not None
        return cls(flags=frozenset(line.split()), nvidia=nvidia)


@dataclass(frozen=True, kw_only=True)
class EnginePackages:
    """The engines of a checkout: those chosen before and those `requested` now."""

    root: Path
    requested: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    machine: Machine = field(default_factory=Machine.this)

    @cached_property
    def chosen(self) -> frozenset[str]:
        """Return the chosen extras, and `models`; raises `Problem` for a name that there is not."""
        known = self._extras() | {MODELS}
        if unknown := sorted(set(self.requested) - known):
            names = ", ".join(sorted(known - {MODELS}))
            raise Problem(f"There is no engine {', '.join(unknown)}; there are: {names}.")
        before = set(_read(self._memory).split()) & known
        every = before | set(self.requested)
        return frozenset(every | {"nvidia"} if self.machine.nvidia and every & USES_GPU else every)

    @property
    def stamp(self) -> str:
        """Return what has to be installed again when it changes; "" without engines."""
        build = f" {shlex.join(self.cmake_args)}" if self.chosen & NEEDS_LLAMA else ""
        return f" {' '.join(sorted(self.chosen))}{build}" if self.chosen else ""

    @cached_property
    def cmake_args(self) -> list[str]:
        """Return how llama.cpp is built: our own settings, then CMAKE_ARGS, of now or of the last time it was given."""
        own = [*TRIMMED]
        if self.machine.processor in {"x86_64", "AMD64"}:
            own += [flag for name, flag in VECTORS.items() if name in self.machine.flags]
        given = self.environment.get("CMAKE_ARGS")
        return [*own, *shlex.split(_read(self._cmake_memory) if given is None else given)]

    def sync_options(self, *, dev: bool, package: str = "") -> list[str]:
        """Return the options of `uv sync` for the chosen engines; with `package`, for that member alone."""
        extras = [part for name in sorted(self.chosen - {MODELS}) for part in ("--extra", name)]
        scope = ["--package", package] if package else ["--all-packages"] if extras else []
        options = [*scope, *extras]
        if MODELS in self.chosen:
            options += ["--group", MODELS]
        left_out = [name for package in self.local for name in (package, *self._brought_by(package))]
        options += [part for name in left_out for part in ("--no-install-package", name)]
        # What is left out counts as superfluous, and an exact sync takes it away.
        exact = dev and not left_out
        if self.builds_llama:
            settings = [f"{LLAMA}:cmake.args={argument}" for argument in self.cmake_args]
            options += [part for setting in settings for part in ("--config-settings-package", setting)]
            if _read(self._built_memory) not in {"", shlex.join(self.cmake_args)}:
                options += ["--reinstall-package", LLAMA]
        return [*([] if dev else ["--no-dev"]), *([] if exact else ["--inexact"]), *options]

    def local_installs(self) -> list[list[str]]:
        """Return the arguments of `uv pip install` for packages that do not come from the lock's address."""
        return [["--no-deps", *places, f"{name}=={self._version(name)}"] for name, places in self.local.items()]

    @cached_property
    def local(self) -> Mapping[str, list[str]]:
        """Return by package where it comes from instead of the lock's address, as options of `uv pip install`."""
        found: dict[str, list[str]] = {}
        if self.chosen & NEEDS_TORCH and not self.machine.nvidia:
            if folder := self._wheel_folder(TORCH):
                found[TORCH] = ["--no-index", "--find-links", str(folder)]
            elif index := self.environment.get("TORCH_CPU_INDEX"):
                found[TORCH] = ["--index-url", index]
        if self.chosen & NEEDS_LLAMA and not self.environment.get("CMAKE_ARGS"):
            folder = self._wheel_folder(LLAMA)
            if folder:
                found[LLAMA] = ["--no-index", "--find-links", str(folder)]
        return found

    @property
    def builds_llama(self) -> bool:
        """Tell whether llama-cpp-python may have to be compiled."""
        return bool(self.chosen & NEEDS_LLAMA) and LLAMA not in self.local

    def fetches_cuda(self, venv: Path) -> bool:
        """Tell whether torch comes with gigabytes of CUDA packages."""
        from_lock = self.chosen & NEEDS_TORCH and TORCH not in self.local and self.machine.system == "Linux"
        return bool(from_lock) and not any(venv.glob("lib/python3*/site-packages/torch-*.dist-info"))

    def notes(self, venv: Path) -> list[str]:
        """Return what a person should know before it begins; raises `Problem` where a compiler is missing."""
        lines = []
        if self.fetches_cuda(venv):
            lines.append("torch comes with its CUDA packages, several gigabytes (docs/operations/air-gapped.md)")
        installed = any(venv.glob(f"lib/python3*/site-packages/llama_cpp_python-{self._version(LLAMA)}.dist-info"))
        if self.builds_llama and not (installed and _read(self._built_memory) in {"", shlex.join(self.cmake_args)}):
            wanted = self.environment.get("CXX", "").split()[:1] or COMPILERS
            if not any(shutil.which(name, path=self.environment.get("PATH")) for name in wanted):
                raise Problem(
                    f"A C++ compiler is needed to build {LLAMA} and none was found "
                    "(Debian and Ubuntu: build-essential; macOS: xcode-select --install)."
                )
            lines.append(f"{LLAMA} is compiled, unless it was before: about 10 minutes on two cores")
            if self.machine.nvidia and "GGML_CUDA" not in "".join(self.cmake_args):
                lines.append("  without the GPU: CMAKE_ARGS=-DGGML_CUDA=on uses it (needs NVIDIA's CUDA toolkit)")
        return lines

    def remember(self) -> None:
        """Keep the choice and how llama.cpp was built for the next time."""
        if not self.chosen:
            return
        self._memory.parent.mkdir(parents=True, exist_ok=True)
        self._memory.write_text("\n".join(sorted(self.chosen)) + "\n", encoding="utf-8")
        if self.builds_llama:
            self._built_memory.write_text(shlex.join(self.cmake_args), encoding="utf-8")
            if (given := self.environment.get("CMAKE_ARGS")) is not None:
                self._cmake_memory.write_text(given, encoding="utf-8")

    @property
    def _memory(self) -> Path:
        return self.root / ".tools" / "engines"

    @property
    def _cmake_memory(self) -> Path:
        return self.root / ".tools" / "engines.cmake"

    @property
    def _built_memory(self) -> Path:
        return self.root / ".tools" / "engines.built"

    def _extras(self) -> set[str]:
        project = tomllib.loads(_read(self.root / "ai-worker" / "pyproject.toml") or "[project]")
        return set(project["project"].get("optional-dependencies", {}))

    @cached_property
    def _locked(self) -> list[dict[str, Any]]:
        packages: list[dict[str, Any]] = tomllib.loads(_read(self.root / "uv.lock")).get("package", [])
        return packages

    def _version(self, package: str) -> str:
        return next((str(entry["version"]) for entry in self._locked if entry["name"] == package), "")

    def _brought_by(self, package: str) -> list[str]:
        """Return the packages that only come with the lock's file of a package."""
        return cuda_packages(self._locked) if package == TORCH else []

    def _wheel_folder(self, package: str) -> Path | None:
        """Return a folder that has this machine's wheel of the locked version."""
        links = [*self.environment.get("UV_FIND_LINKS", "").split(","), *_words(self.environment, "PIP_FIND_LINKS")]
        prefix = f"{package.replace('-', '_')}-{self._version(package)}"
        for link in filter(None, (each.strip().removeprefix("file://") for each in links)):
            folder = self.root / link
            if folder.is_dir() and any(self._fits(wheel.name, prefix) for wheel in folder.glob("*.whl")):
                return folder
        return None

    def _fits(self, wheel: str, prefix: str) -> bool:
        parts = wheel.removesuffix(".whl").replace("%2B", "+").split("-")
        if len(parts) < 5:
            return False
        name, version, python, _, where = *parts[:2], *parts[-3:]
        pythons = {"py3", f"cp{sys.version_info[0]}{sys.version_info[1]}"}
        system = {"Linux": "linux", "Darwin": "macosx"}.get(self.machine.system, self.machine.system.lower())
        here = where == "any" or (system in where and where.endswith(self.machine.processor))
        return f"{name}-{version.partition('+')[0]}" == prefix and bool(pythons & set(python.split("."))) and here


def cuda_packages(locked: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the names of a lock's packages that only torch's Linux dependencies reach, sorted."""
    needs: dict[str, set[str]] = {}
    for entry in locked:
        groups = [entry.get("dependencies", []), *entry.get("optional-dependencies", {}).values()]
        groups += entry.get("dev-dependencies", {}).values()
        needs.setdefault(entry["name"], set()).update(need["name"] for group in groups for need in group)
    torch = next((entry for entry in locked if entry["name"] == TORCH), {})
    waiting = {need["name"] for need in torch.get("dependencies", []) if "linux" in need.get("marker", "")}
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= needs.get(name, set()) - found
    while shared := {n for name, of in needs.items() if name not in found | {TORCH} for n in of & found}:
        found -= shared
    return sorted(found)


def main() -> None:
    """Install `ai-worker` and engines into an image: `ENGINES OPTION …`, the latter for `uv sync`.

    The working directory is the workspace, UV_PROJECT_ENVIRONMENT the environment; uv is on the path.
    """
    engines, *options = sys.argv[1:]
    machine = replace(Machine.this(), nvidia=False)  # the image's engines decide, not where it is built
    packages = EnginePackages(root=Path.cwd(), requested=tuple(filter(None, engines.split(","))), machine=machine)
    environment = {name: value for name, value in os.environ.items() if name != "CMAKE_ARGS"}
    python = Path(os.environ["UV_PROJECT_ENVIRONMENT"]) / "bin" / "python"
    sync = ["uv", "sync", "--frozen", *packages.sync_options(dev=False, package="ai-worker"), *options]
    installs = [["uv", "pip", "install", "--python", str(python), *rest] for rest in packages.local_installs()]
    try:
        for command in (sync, *installs):
            subprocess.run(command, env=environment, check=True)
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)


def _words(environment: Mapping[str, str], name: str) -> list[str]:
    return environment.get(name, "").split()


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


if __name__ == "__main__":
    main()
