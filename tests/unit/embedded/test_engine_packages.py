"""Engines that load models in a checkout: what is chosen, what uv is asked for, and what is remembered."""

import shlex
import sys
import tomllib
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from interview_embedded import bootstrap
from interview_embedded.bootstrap import Bootstrap
from interview_embedded.engine_packages import EnginePackages, Machine, cuda_packages
from interview_embedded.problems import Problem

pytestmark = pytest.mark.unit

TAG = f"cp{sys.version_info[0]}{sys.version_info[1]}"
PLAIN = Machine(system="Linux", processor="x86_64", flags=frozenset({"avx2", "fma", "f16c"}))
PROJECT = """
[project]
name = "ai-worker"
[project.optional-dependencies]
llama-cpp = []
faster-whisper = []
sentence-transformers = []
nvidia = []
"""
LOCK = """
[[package]]
name = "uv"
version = "1.0"
[[package]]
name = "llama-cpp-python"
version = "0.3"
[[package]]
name = "torch"
version = "2.13.0"
dependencies = [
  { name = "filelock" },
  { name = "cuda-toolkit", marker = "sys_platform == 'linux'" },
  { name = "triton", marker = "sys_platform == 'linux'" },
  { name = "shared", marker = "sys_platform == 'linux'" },
]
[[package]]
name = "cuda-toolkit"
version = "13"
[package.optional-dependencies]
cublas = [{ name = "nvidia-cublas" }]
[[package]]
name = "nvidia-cublas"
version = "13"
dependencies = [{ name = "below-shared" }]
[[package]]
name = "triton"
version = "3"
[[package]]
name = "shared"
version = "1"
dependencies = [{ name = "below-shared" }]
[[package]]
name = "below-shared"
version = "1"
[[package]]
name = "filelock"
version = "3"
[[package]]
name = "ai-worker"
version = "0.1"
[package.optional-dependencies]
other = [{ name = "shared" }]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "ai-worker").mkdir()
    (tmp_path / "ai-worker" / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "uv.lock").write_text(LOCK)
    return tmp_path


def packages(
    root: Path, *requested: str, machine: Machine = PLAIN, environment: Mapping[str, str] | None = None
) -> EnginePackages:
    return EnginePackages(root=root, requested=requested, machine=machine, environment=environment or {})


def wheels(root: Path, *names: str) -> Path:
    folder = root / "wheels"
    folder.mkdir()
    for name in names:
        (folder / name).touch()
    return folder


def after(options: list[str], flag: str) -> list[str]:
    return [value for name, value in pairwise(options) if name == flag]


def test_without_engines_nothing_is_added(root: Path) -> None:
    none = packages(root)
    assert none.stamp == ""
    assert none.sync_options(dev=True) == []
    assert none.sync_options(dev=False) == ["--no-dev", "--inexact"]
    assert none.local_installs() == []


def test_engines_are_extras_and_models_is_a_group(root: Path) -> None:
    options = packages(root, "faster-whisper", "models").sync_options(dev=True)
    assert after(options, "--extra") == ["faster-whisper"]
    assert after(options, "--group") == ["models"]
    assert "--all-packages" in options


def test_an_unknown_engine_gets_one_sentence(root: Path) -> None:
    with pytest.raises(Problem, match="There is no engine llamma; there are: faster-whisper, llama-cpp"):
        _ = packages(root, "llamma").chosen


def test_what_was_chosen_stays(root: Path) -> None:
    packages(root, "faster-whisper").remember()
    later = packages(root, "llama-cpp")
    assert later.chosen == {"faster-whisper", "llama-cpp"}
    later.remember()
    assert packages(root).stamp == later.stamp


def test_a_machine_with_a_gpu_gets_the_package_that_asks_it(root: Path) -> None:
    gpu = Machine(system="Linux", processor="x86_64", nvidia=True)
    assert packages(root, "llama-cpp", machine=gpu).chosen == {"llama-cpp", "nvidia"}
    assert packages(root, machine=gpu).chosen == frozenset()


@pytest.mark.parametrize("variable", ["PIP_FIND_LINKS", "UV_FIND_LINKS"])
@pytest.mark.parametrize("relative", [False, True], ids=["absolute", "relative to the checkout"])
def test_a_folder_with_torch_for_processors_spares_the_cuda_packages(root: Path, variable: str, relative: bool) -> None:
    folder = wheels(root, f"torch-2.13.0+cpu-{TAG}-{TAG}-manylinux_2_28_x86_64.whl")
    given = folder.relative_to(root) if relative else folder
    engines = packages(root, "sentence-transformers", environment={variable: str(given)})
    options = engines.sync_options(dev=True)
    assert after(options, "--no-install-package") == ["torch", "cuda-toolkit", "nvidia-cublas", "triton"]
    assert "--inexact" in options
    assert engines.local_installs() == [["--no-deps", "--no-index", "--find-links", str(folder), "torch==2.13.0"]]


@pytest.mark.parametrize(
    "wheel",
    [
        f"torch-2.12.0+cpu-{TAG}-{TAG}-manylinux_2_28_x86_64.whl",
        "torch-2.13.0+cpu-cp39-cp39-manylinux_2_28_x86_64.whl",
        f"torch-2.13.0+cpu-{TAG}-{TAG}-manylinux_2_28_aarch64.whl",
        f"torch-2.13.0-{TAG}-none-macosx_14_0_arm64.whl",
        "torchaudio-2.13.0.whl",
    ],
)
def test_a_wheel_of_another_version_or_machine_is_not_taken(root: Path, wheel: str) -> None:
    engines = packages(root, "sentence-transformers", environment={"PIP_FIND_LINKS": str(wheels(root, wheel))})
    assert engines.local == {}
    assert "CUDA" in engines.notes(root / ".venv")[0]


def test_torch_for_processors_may_come_from_an_index(root: Path) -> None:
    address = "https://torch.example/cpu"
    engines = packages(root, "sentence-transformers", environment={"TORCH_CPU_INDEX": address})
    assert engines.local_installs() == [["--no-deps", "--index-url", address, "torch==2.13.0"]]
    assert not engines.fetches_cuda(root / ".venv")


def test_a_machine_with_a_gpu_takes_the_torch_of_the_lock(root: Path) -> None:
    gpu = Machine(system="Linux", processor="x86_64", nvidia=True)
    folder = wheels(root, f"torch-2.13.0+cpu-{TAG}-{TAG}-manylinux_2_28_x86_64.whl")
    engines = packages(root, "sentence-transformers", machine=gpu, environment={"PIP_FIND_LINKS": str(folder)})
    assert engines.local == {}


def test_only_what_torch_alone_needs_counts_as_its_cuda() -> None:
    assert cuda_packages(tomllib.loads(LOCK)["package"]) == ["cuda-toolkit", "nvidia-cublas", "triton"]


def test_the_lock_of_this_checkout_names_cuda_and_spares_the_rest() -> None:
    locked = tomllib.loads((bootstrap.ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    names = cuda_packages(locked)
    assert {"nvidia-cublas", "nvidia-cudnn-cu13", "triton"} <= set(names)
    assert not {"nvidia-ml-py", "numpy", "filelock", "setuptools"} & set(names)


@pytest.mark.parametrize(
    ("machine", "vectors"),
    [
        (PLAIN, ["-DGGML_AVX2=ON", "-DGGML_FMA=ON", "-DGGML_F16C=ON"]),
        (Machine(system="Linux", processor="x86_64", flags=frozenset({"f16c"})), ["-DGGML_F16C=ON"]),
        (Machine(system="Linux", processor="aarch64", flags=frozenset({"avx2"})), []),
    ],
)
def test_llama_is_built_for_the_instructions_of_the_processor(root: Path, machine: Machine, vectors: list[str]) -> None:
    arguments = packages(root, "llama-cpp", machine=machine).cmake_args
    assert [
        argument for argument in arguments if argument.startswith("-DGGML_") and argument.endswith("=ON")
    ] == vectors
    assert "-DGGML_NATIVE=OFF" in arguments


def test_the_operators_settings_come_last_and_stay(root: Path) -> None:
    given = '-DGGML_CUDA=on "-DCMAKE_CUDA_ARCHITECTURES=80;90"'
    first = packages(root, "llama-cpp", environment={"CMAKE_ARGS": given})
    assert first.cmake_args[-2:] == ["-DGGML_CUDA=on", "-DCMAKE_CUDA_ARCHITECTURES=80;90"]
    settings = after(first.sync_options(dev=False), "--config-settings-package")
    assert "llama-cpp-python:cmake.args=-DCMAKE_CUDA_ARCHITECTURES=80;90" in settings
    first.remember()
    later = packages(root)
    assert later.stamp == first.stamp
    assert "--reinstall-package" not in later.sync_options(dev=False)


def test_other_settings_build_it_again(root: Path) -> None:
    packages(root, "llama-cpp").remember()
    other = packages(root, environment={"CMAKE_ARGS": "-DGGML_CUDA=on"})
    assert after(other.sync_options(dev=False), "--reinstall-package") == ["llama-cpp-python"]
    assert other.stamp != packages(root).stamp


def test_a_folder_with_a_built_wheel_spares_the_build(root: Path) -> None:
    folder = wheels(root, "llama_cpp_python-0.3-py3-none-linux_x86_64.whl")
    places = {"PIP_FIND_LINKS": f"https://else.example {folder}"}
    engines = packages(root, "llama-cpp", environment=places)
    assert not engines.builds_llama
    assert engines.local_installs() == [
        ["--no-deps", "--no-index", "--find-links", str(folder), "llama-cpp-python==0.3"]
    ]
    assert packages(root, "llama-cpp", environment={**places, "CMAKE_ARGS": "-DGGML_CUDA=on"}).builds_llama


def test_a_missing_compiler_gets_one_sentence(root: Path, tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"C\+\+ compiler"):
        packages(root, "llama-cpp", environment={"PATH": str(tmp_path)}).notes(root / ".venv")


def test_a_build_is_announced_and_an_installed_one_is_not(root: Path, tmp_path: Path) -> None:
    compiler = tmp_path / "c++"
    compiler.touch(mode=0o755)
    engines = packages(root, "llama-cpp", environment={"PATH": str(tmp_path)})
    assert "compiled" in engines.notes(root / ".venv")[0]
    (root / ".venv" / "lib" / "python3.11" / "site-packages" / "llama_cpp_python-0.3.dist-info").mkdir(parents=True)
    assert engines.notes(root / ".venv") == []


@pytest.fixture
def recorded(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in uv's place that writes down how it is called and makes the environment's Python."""
    calls = root / "calls"
    program = root / ".tools" / "uv" / "bin" / "uv"
    program.parent.mkdir(parents=True)
    python = root / ".venv" / "bin" / "python"
    program.write_text(
        f'#!/bin/sh\necho "$*" >>{shlex.quote(str(calls))}\n[ -z "$CMAKE_ARGS" ] || exit 3\n'
        f"mkdir -p {shlex.quote(str(python.parent))}; : >{shlex.quote(str(python))}\n"
    )
    program.chmod(0o755)
    for name in ("PIP_FIND_LINKS", "UV_FIND_LINKS", "CMAKE_ARGS", "TORCH_CPU_INDEX"):
        monkeypatch.delenv(name, raising=False)
    return calls


def test_a_plain_run_after_one_with_engines_has_nothing_to_do(recorded: Path, root: Path) -> None:
    assert Bootstrap(dev=False, frontend=False, engines=["faster-whisper"], root=root).python_packages()
    assert not Bootstrap(dev=False, frontend=False, root=root).python_packages()
    (call,) = recorded.read_text().splitlines()
    assert "--inexact --all-packages --extra faster-whisper" in call


def test_a_changed_lock_brings_the_chosen_engines_up_to_date(recorded: Path, root: Path) -> None:
    Bootstrap(dev=False, frontend=False, engines=["faster-whisper"], root=root).python_packages()
    (root / "uv.lock").write_text(f"{LOCK}\n")
    assert Bootstrap(dev=False, frontend=False, root=root).python_packages()
    assert recorded.read_text().count("--extra faster-whisper") == 2


def test_a_failed_run_chooses_nothing(recorded: Path, root: Path) -> None:
    (root / ".tools" / "uv" / "bin" / "uv").write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(Problem):
        Bootstrap(dev=False, frontend=False, engines=["faster-whisper"], root=root).python_packages()
    assert Bootstrap(dev=False, frontend=False, root=root).engines.chosen == frozenset()


def test_the_settings_of_a_build_reach_one_package_only(
    recorded: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CMAKE_ARGS", "-DGGML_CUDA=on")
    (root / "c++").touch(mode=0o755)
    monkeypatch.setenv("PATH", f"{root}:/usr/bin:/bin")
    Bootstrap(dev=False, frontend=False, engines=["llama-cpp"], root=root).python_packages()
    assert "llama-cpp-python:cmake.args=-DGGML_CUDA=on" in recorded.read_text()


def test_a_local_wheel_is_installed_after_the_rest(recorded: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine()
    folder = wheels(root, f"torch-2.13.0+cpu-{TAG}-{TAG}-manylinux_2_28_{machine.processor}.whl")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    checkout = Bootstrap(dev=False, frontend=False, root=root)
    checkout.engines = EnginePackages(root=root, requested=("sentence-transformers",), machine=machine)
    checkout.python_packages()
    sync, install = recorded.read_text().splitlines()
    assert "--no-install-package torch" in sync
    assert install.startswith("pip install --python")
    assert install.endswith(f"--find-links {folder} torch==2.13.0")
