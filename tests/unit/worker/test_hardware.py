"""What the machine offers: limits of a container count, and no GPU is no fault."""

import sys
from functools import partial
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from ai_worker import hardware as hardware_module
from ai_worker.hardware import Gpu, gpus, hardware, hardware_now, usable_cores, usable_memory_mb

pytestmark = pytest.mark.unit

GIB = 1024**3


def test_this_machine_offers_something() -> None:
    found = hardware()
    assert found.cores >= 1
    assert found.memory_mb > 100


def test_what_is_free_on_a_gpu_is_looked_up_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    known = hardware()
    for free_mb in (20_000, 500):
        found = (Gpu(0, "a GPU", 24_000, free_mb),)
        monkeypatch.setattr(hardware_module, "gpus", partial(tuple, found))
        assert (hardware_now().gpus, hardware_now().cores) == (found, known.cores)
    assert hardware() is known


@pytest.mark.parametrize(
    ("content", "memory_mb"),
    [(str(2 * GIB), 2048), ("max", 8192), (str(2**63 - 4096), 8192), ("", 8192), ("much", 8192)],
)
def test_the_limit_of_a_container_counts(tmp_path: Path, content: str, memory_mb: int) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text(content)
    assert usable_memory_mb(8 * GIB, [limit, tmp_path / "absent"]) == memory_mb


@pytest.mark.parametrize(
    ("content", "cores"),
    [
        ("200000 100000", 2),
        ("150000 100000", 1),
        ("50000 100000", 1),
        ("max 100000", 8),
        ("", 8),
        ("1600000 100000", 8),
    ],
)
def test_the_share_of_processors_of_a_container_counts(tmp_path: Path, content: str, cores: int) -> None:
    share = tmp_path / "cpu.max"
    share.write_text(content)
    assert usable_cores(8, share) == cores


def test_no_package_no_gpus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware_module, "find_spec", lambda _: None)
    assert gpus() == ()


class NVMLError(Exception):
    pass


def nvidia(*, init: bool = True, memory: bool = True) -> ModuleType:
    """A driver's library of two GPUs, or one that fails."""

    def begin() -> None:
        if not init:
            raise NVMLError

    def of(handle: int) -> SimpleNamespace:
        if not memory:
            raise NVMLError
        return SimpleNamespace(total=(8 + 16 * handle) * GIB, free=GIB)

    module = ModuleType("pynvml")
    for name, value in {
        "NVMLError": NVMLError,
        "nvmlInit": begin,
        "nvmlShutdown": lambda: None,
        "nvmlDeviceGetCount": lambda: 2,
        "nvmlDeviceGetHandleByIndex": lambda index: index,
        "nvmlDeviceGetMemoryInfo": of,
        "nvmlDeviceGetName": lambda handle: b"old" if handle else "new",
    }.items():
        setattr(module, name, value)
    return module


@pytest.fixture
def with_library(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(hardware_module, "find_spec", lambda _: object())
    return monkeypatch


def test_gpus_are_listed_with_what_is_free(with_library: pytest.MonkeyPatch) -> None:
    with_library.setitem(sys.modules, "pynvml", nvidia())
    assert [(gpu.index, gpu.name, gpu.memory_mb, gpu.free_mb) for gpu in gpus()] == [
        (0, "new", 8192, 1024),
        (1, "old", 24576, 1024),
    ]


@pytest.mark.parametrize("library", [nvidia(init=False), nvidia(memory=False)], ids=["no-driver", "lost-gpu"])
def test_a_driver_that_fails_is_no_gpu(with_library: pytest.MonkeyPatch, library: ModuleType) -> None:
    with_library.setitem(sys.modules, "pynvml", library)
    assert gpus() == ()
