"""Lets CTranslate2 find cuBLAS in NVIDIA's Python package, which lies where the linker does not look."""

import ctypes
from importlib.util import find_spec
from pathlib import Path
from typing import Final

_PACKAGE: Final = "nvidia.cublas"
_LIBRARIES: Final = ("libcublasLt.so.*", "libcublas.so.*")
"""In the order in which one needs the other."""


def make_findable() -> None:
    """Load the libraries that are installed as a package; those of the system are found without this."""
    for pattern in _LIBRARIES:
        for file in _files(pattern):
            try:
                ctypes.CDLL(str(file), mode=ctypes.RTLD_GLOBAL)
            except OSError:  # needs another one, which the system may have
                continue


def _files(pattern: str) -> list[Path]:
    try:
        spec = find_spec(_PACKAGE)
    except ModuleNotFoundError:
        return []
    places = spec.submodule_search_locations if spec is not None else None
    return [file for place in places or () for file in sorted((Path(place) / "lib").glob(pattern))]
