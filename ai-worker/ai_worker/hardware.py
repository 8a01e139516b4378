"""What this machine offers to models: processor cores, memory and NVIDIA GPUs."""

import os
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec

_MIB = 1024**2


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


@lru_cache(maxsize=1)
def hardware() -> Hardware:
    """Return this machine's hardware as it was at the first call; loads no model library."""
    return Hardware(cores=len(os.sched_getaffinity(0)), memory_mb=_memory_mb(), gpus=gpus())


def _memory_mb() -> int:
    import psutil

    total = int(psutil.virtual_memory().total)
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            with open(limit, encoding="ascii") as file:  # noqa: PTH123  a file of the kernel
                total = min(total, int(file.read()))
        except (OSError, ValueError):  # no such group, or "max"
            continue
    return total // _MIB


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
