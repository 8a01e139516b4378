"""What this machine offers to models: processor cores, memory and NVIDIA GPUs."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

_MIB = 1024**2
MEMORY_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
CPU_SHARE = Path("/sys/fs/cgroup/cpu.max")


@dataclass(frozen=True, slots=True)
class Gpu:
    """A GPU with its memory in MiB."""

    index: int
    name: str
    memory_mb: int
    free_mb: int


@dataclass(frozen=True, slots=True)
class Hardware:
    """Cores that this process may use, memory in MiB that it may use, and GPUs."""

    cores: int
    memory_mb: int
    gpus: tuple[Gpu, ...] = ()


def processor_text(threads: int) -> str:
    """Return how a model that computes on the processor is shown, such as cpu (2 threads)."""
    return f"cpu ({threads} {'thread' if threads == 1 else 'threads'})"


@lru_cache(maxsize=1)
def hardware() -> Hardware:
    """Return this machine's hardware as it was at the first call; loads no model library."""
    import psutil

    total = int(psutil.virtual_memory().total)
    return Hardware(
        cores=usable_cores(_allowed_cores(), CPU_SHARE),
        memory_mb=usable_memory_mb(total, MEMORY_LIMITS),
        gpus=gpus(),
    )


def hardware_now() -> Hardware:
    """Return this machine's hardware with what is free on its GPUs now, for a model that is about to be loaded."""
    return replace(hardware(), gpus=gpus())


def _allowed_cores() -> int:
    """Return on how many cores this process may run; macOS does not limit them."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def usable_memory_mb(total: int, limits: Iterable[Path]) -> int:
    """Return in MiB what of `total` bytes a container's limit leaves; a file says it in bytes, or "max"."""
    for limit in limits:
        if (found := _number(_words(limit)[:1])) > 0:
            total = min(total, found)
    return total // _MIB


def usable_cores(allowed: int, share: Path) -> int:
    """Return how many of the `allowed` cores a container's share leaves, at least one.

    The file has the microseconds of processor time and those of the period that they are for.
    """
    words = _words(share)
    quota, period = _number(words[:1]), _number(words[1:2])
    return max(1, min(allowed, quota // period)) if quota > 0 and period > 0 else allowed


def _words(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return []


def _number(words: list[str]) -> int:
    return int(words[0]) if words and words[0].isdecimal() else 0


def gpus() -> tuple[Gpu, ...]:
    """Return the NVIDIA GPUs with what is free on them now; none without driver or the package `nvidia-ml-py`."""
    if find_spec("pynvml") is None:
        return ()
    import pynvml

    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError:
        return ()
    try:
        return tuple(_gpu(index) for index in range(pynvml.nvmlDeviceGetCount()))
    except pynvml.NVMLError:
        return ()
    finally:
        pynvml.nvmlShutdown()


def _gpu(index: int) -> Gpu:
    import pynvml

    handle = pynvml.nvmlDeviceGetHandleByIndex(index)
    memory = pynvml.nvmlDeviceGetMemoryInfo(handle)
    name = pynvml.nvmlDeviceGetName(handle)
    return Gpu(index, name if isinstance(name, str) else name.decode(), memory.total // _MIB, memory.free // _MIB)
