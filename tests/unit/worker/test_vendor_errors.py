"""No library's error leaves an engine, and no text of one."""

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from ai_worker.engines.base import EngineError
from ai_worker.engines.vendor_errors import translated
from interview_contracts.errors import ErrorCode

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("error", "code", "loading"),
    [
        (MemoryError("12 GB"), ErrorCode.OUT_OF_MEMORY, False),
        (RuntimeError("CUDA failed with error out of memory"), ErrorCode.OUT_OF_MEMORY, False),
        (RuntimeError("std::bad_alloc"), ErrorCode.OUT_OF_MEMORY, True),
        (RuntimeError("what was said"), ErrorCode.ENGINE_FAILED, False),
        (IndexError("what was said"), ErrorCode.ENGINE_FAILED, False),
        (Exception("what was said"), ErrorCode.ENGINE_UNAVAILABLE, True),
        (ImportError("libcublas.so.12"), ErrorCode.ENGINE_UNAVAILABLE, True),
        (EngineError(ErrorCode.ENGINE_TIMEOUT, retryable=True), ErrorCode.ENGINE_TIMEOUT, False),
    ],
)
def test_errors_become_codes_without_a_text(error: Exception, code: ErrorCode, loading: bool) -> None:
    with pytest.raises(EngineError) as caught, translated(loading=loading):
        raise error
    assert caught.value.code is code
    assert str(caught.value) == code.value
    assert caught.value.__cause__ is None


def test_the_end_of_a_task_that_overran_goes_its_way() -> None:
    with pytest.raises(SoftTimeLimitExceeded), translated():
        raise SoftTimeLimitExceeded
