"""Bounded waits on the event loop."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

ValueT = TypeVar("ValueT")


async def until(look: Callable[[], Awaitable[ValueT]], *, within_s: float, what: str) -> ValueT:
    """Look again and again until the result is true; raises `TimeoutError` when the time is over."""
    end = time.monotonic() + within_s
    while True:
        value = await look()
        if value:
            return value
        if time.monotonic() > end:
            raise TimeoutError(f"waited {within_s} s for {what}")
        await asyncio.sleep(0.03)
