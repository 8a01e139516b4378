"""Ending tasks for certain."""

import asyncio
from collections.abc import Iterable

_AGAIN_S = 0.5
_GIVE_UP_S = 5.0


async def end_tasks(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancel tasks until they are done.

    A library that is inside a network call can swallow one cancellation; it gets another then. A task that withstands
    five seconds of it is left behind, so that a shutdown always comes to its end.
    """
    left = {task for task in tasks if not task.done()}
    until = asyncio.get_running_loop().time() + _GIVE_UP_S
    while left and asyncio.get_running_loop().time() < until:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=_AGAIN_S)
