"""How much memory this process may still take, as the kernel would grant it."""

import resource
from pathlib import Path
from typing import Final

_MIB: Final = 1024**2
_GROUP: Final = Path("/sys/fs/cgroup")


def available_mb() -> int:
    """Return in MiB the least of: free memory of the machine, of the control group, and of the address space.

    Linux grants memory that it does not have and ends a process that uses it; so what is needed is compared with this
    before it is taken.
    """
    import psutil

    free = int(psutil.virtual_memory().available)
    for left in (_left_in_group(), _left_in_address_space(psutil.Process().memory_info().vms)):
        if left is not None:
            free = min(free, left)
    return max(0, free) // _MIB


def _left_in_group() -> int | None:
    try:
        limit = int((_GROUP / "memory.max").read_text(encoding="ascii"))
        used = int((_GROUP / "memory.current").read_text(encoding="ascii"))
        lines = (_GROUP / "memory.stat").read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):  # no such group, or "max"
        return None
    cached = next((int(line.split()[1]) for line in lines if line.startswith("inactive_file ")), 0)
    return limit - used + cached


def _left_in_address_space(used: int) -> int | None:
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if limit == resource.RLIM_INFINITY else limit - used
