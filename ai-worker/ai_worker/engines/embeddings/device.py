"""Where an embeddings model computes, with how many threads, and how many tokens at once."""

import os
from typing import Any, Final

from ai_worker.engines.base import EngineError
from ai_worker.hardware import hardware, processor_text
from interview_contracts.errors import ErrorCode

MOST_TOKENS: Final = 8192
"""Tokens, padding included, that go through a model together at most: more of them gain no speed."""

_FEWEST_TOKENS: Final = 512
_BYTES_A_TOKEN: Final = 256 * 1024
"""What a token takes while it goes through a model of 1024 dimensions in 32-bit numbers, with room to spare."""

_SHARE_OF_FREE: Final = 4
_MOST_THREADS: Final = 8
_WORKING_MB: Final = 1024
_MIB: Final = 1024**2


def threads() -> int:
    """Return how many threads to compute with: half of the cores, the others are for live work."""
    return max(1, min(_MOST_THREADS, hardware().cores // 2))


def choose(option: str, *, weights_bytes: int) -> str:
    """Return `cpu` or the CUDA device with the most free memory (`cuda:0`).

    `auto` takes a GPU only where the weights and the work on them fit into what is free. Raises
    `EngineError(ENGINE_UNAVAILABLE)` when `cuda` is asked for and there is none.
    """
    import torch

    if option == "cpu":
        return "cpu"
    if not torch.cuda.is_available():
        if option == "cuda":
            raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
        return "cpu"
    free = {index: torch.cuda.mem_get_info(index)[0] for index in range(torch.cuda.device_count())}
    index = max(free, key=lambda number: free[number])
    # Weights of 16 bits become twice as large.
    if option == "auto" and free[index] < 2 * weights_bytes + _WORKING_MB * _MIB:
        return "cpu"
    return f"cuda:{index}"


def tokens_at_once(device: str) -> int:
    """Return how many tokens may go through a model together with the memory that is free now."""
    free = _free_bytes(device)
    return max(_FEWEST_TOKENS, min(MOST_TOKENS, free // _SHARE_OF_FREE // _BYTES_A_TOKEN))


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether a model library's error says that memory ran out, on the processor or on a GPU."""
    import torch

    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    words = str(error).lower()
    return isinstance(error, RuntimeError) and ("allocate memory" in words or "out of memory" in words)


def release(device: str) -> None:
    """Give memory that a failed attempt left reserved on a GPU back to it."""
    import torch

    if device != "cpu":
        torch.cuda.empty_cache()


def describe(device: str) -> str:
    """Return the device as it is shown."""
    return processor_text(threads()) if device == "cpu" else device


def load_to(model: Any, device: str) -> None:
    """Detach a model on the processor from its files: they may be replaced or cut while it is used."""
    import torch

    if device != "cpu":
        return
    with torch.no_grad():
        for tensor in [*model.parameters(), *model.buffers()]:
            tensor.data = tensor.data.clone()


def _free_bytes(device: str) -> int:
    if device != "cpu":
        import torch

        return int(torch.cuda.mem_get_info(device)[0])
    import psutil

    own = psutil.Process(os.getpid()).memory_info().rss
    return max(0, min(int(psutil.virtual_memory().available), hardware().memory_mb * _MIB - own))
