"""Bounded waits for what another process does."""

import time
from collections.abc import Callable
from typing import TypeVar

ValueT = TypeVar("ValueT")


def wait_for(look: Callable[[], ValueT | None], *, within_s: float, what: str, every_s: float = 0.05) -> ValueT:
    """Look again and again until `look` returns something true; raises `TimeoutError` when the time is over."""
    until = time.monotonic() + within_s
    while True:
        value = look()
        if value:
            return value
        if time.monotonic() > until:
            raise TimeoutError(f"waited {within_s} s for {what}")
        time.sleep(every_s)
