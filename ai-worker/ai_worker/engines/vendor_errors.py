"""Errors of the libraries become errors of an engine; their texts, which may quote anything, stay here."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from ai_worker.engines.base import EngineError
from interview_contracts.errors import ErrorCode

_NO_MEMORY: Final = ("out of memory", "bad_alloc", "cannot allocate", "failed to allocat", "failed to map segment")
_TASK_ENDED: Final = "billiard"
"""Package of the error by which a worker ends a task that overran: it is no library's and goes its way."""


@contextmanager
def translated(*, loading: bool = False) -> Iterator[None]:
    """Turn what CTranslate2, tokenizers, onnxruntime, OpenCV and numpy raise into an `EngineError`.

    OUT_OF_MEMORY, ENGINE_UNAVAILABLE where a model could not be loaded, else ENGINE_FAILED.
    """
    try:
        yield
    except EngineError:
        raise
    except MemoryError:
        raise EngineError(ErrorCode.OUT_OF_MEMORY, retryable=True) from None
    except Exception as error:  # Each library has types of its own, down to plain Exception.
        if type(error).__module__.startswith(_TASK_ENDED):
            raise
        text = str(error).lower()
        if any(sign in text for sign in _NO_MEMORY):
            raise EngineError(ErrorCode.OUT_OF_MEMORY, retryable=True) from None
        if loading:
            raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False) from None
        raise EngineError(ErrorCode.ENGINE_FAILED, retryable=True) from None
