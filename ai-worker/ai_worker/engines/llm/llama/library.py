"""The llama.cpp library: opened once a process, silent, its errors told apart."""

import ctypes
import os
import threading
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

_GPU_BACKENDS: Final = ("ggml-cuda", "ggml-hip", "ggml-vulkan", "ggml-metal", "ggml-sycl")
_WARNING: Final = 3
_ERROR: Final = 4
_SIGNS_OF_NO_MEMORY: Final = (
    b"out of memory",
    b"failed to allocate",
    b"unable to allocate",
    b"cannot allocate",
    b"bad_alloc",
    b"insufficient memory",
)
_memory_failed = threading.Event()
_keep: list[Any] = []


@lru_cache(maxsize=1)
def open_library() -> Any:
    """Return the module `llama_cpp` with its log switched off. Raises `ImportError` or `OSError` where it is unusable.

    The library logs to the standard error stream by itself; nothing that it says may get there.
    """
    # When the library gives up it has a debugger write what every function was given, prompts included.
    os.environ.setdefault("GGML_NO_BACKTRACE", "1")
    import llama_cpp

    listener = llama_cpp.llama_log_callback(_listen)
    _keep.append(listener)
    llama_cpp.llama_log_set(listener, ctypes.c_void_p(0))
    llama_cpp.llama_backend_init()
    return llama_cpp


def can_offload() -> bool:
    """Tell whether the library was built for GPUs; looks at its files and does not load it."""
    found = find_spec("llama_cpp")
    if found is None or found.origin is None:
        return False
    names = [path.name for path in (Path(found.origin).parent / "lib").glob("*ggml-*")]
    return any(backend in name for name in names for backend in _GPU_BACKENDS)


def forget_failures() -> None:
    """Forget what the library complained about so far."""
    _memory_failed.clear()


def lacked_memory() -> bool:
    """Tell whether the library complained about memory since `forget_failures`."""
    return _memory_failed.is_set()


def _listen(level: int, text: bytes, _: object) -> None:
    if level in (_WARNING, _ERROR) and any(sign in text.lower() for sign in _SIGNS_OF_NO_MEMORY):
        _memory_failed.set()
