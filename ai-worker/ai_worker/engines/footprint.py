"""How much memory a process and its GPUs hold, to tell what an engine took on when it was loaded."""

from dataclasses import dataclass

from ai_worker.hardware import gpus, hardware

_MIB = 1024**2


@dataclass(frozen=True, slots=True)
class Footprint:
    """Resident memory of this process and used memory of all GPUs, in MiB; None where there is no GPU to ask."""

    memory_mb: int
    device_memory_mb: int | None = None

    def growth_since(self, before: "Footprint") -> "Footprint":
        """Return what came on since; nothing is below zero."""
        device = None
        if self.device_memory_mb is not None and before.device_memory_mb is not None:
            device = max(0, self.device_memory_mb - before.device_memory_mb)
        return Footprint(max(0, self.memory_mb - before.memory_mb), device)


def footprint() -> Footprint:
    """Return what is held now."""
    import psutil

    device = sum(gpu.memory_mb - gpu.free_mb for gpu in gpus()) if hardware().gpus else None
    return Footprint(int(psutil.Process().memory_info().rss) // _MIB, device)
