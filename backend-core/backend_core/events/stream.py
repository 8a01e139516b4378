"""Reading an interview's stream: where it stands, and what comes after a position."""

import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import anyio
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from interview_contracts.events import STREAM_FIELD, stream_key

log = structlog.get_logger(__name__)

START = "0-0"
"""Position before the first entry."""

_POSITION = re.compile(r"[0-9]{1,20}-[0-9]{1,20}")
_LARGEST = 2**64
_BLOCK_MS = 2000
_BACKOFF_S = (0.1, 0.2, 0.5, 1.0)
_BATCH = 100
_ASK_AFTER_S = 5.0


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as JSON, and its position in the stream."""

    position: str
    event: str


def valid_position(text: str | None) -> str | None:
    """Return a position that a client sent, None when it is none."""
    if text is None or not _POSITION.fullmatch(text) or max(_order(text)) >= _LARGEST:
        return None
    return text


def _order(position: str) -> tuple[int, int]:
    milliseconds, _, number = position.partition("-")
    return int(milliseconds), int(number)


async def _always() -> bool:
    return True


async def last_position(redis: Redis, interview_id: UUID) -> str:
    """Return the position of the newest entry. Without Redis, or without an entry, it is the start."""
    try:
        entries = await redis.xrevrange(stream_key(interview_id), count=1)
    except (RedisError, OSError):
        return START
    return str(entries[0][0]) if entries else START


async def follow(
    redis: Redis,
    interview_id: UUID,
    position: str,
    *,
    recovered: Callable[[], Awaitable[Entry]],
    allowed: Callable[[], Awaitable[bool]] = _always,
) -> AsyncIterator[Entry]:
    """Yield what comes after a position until `allowed`, which is asked every few seconds, says no.

    When Redis was away or has lost the stream, `recovered` is asked for an entry that makes the client read afresh.
    """
    key = stream_key(interview_id)
    failures = 0
    asked = time.monotonic()
    while True:
        if time.monotonic() - asked >= _ASK_AFTER_S:
            if not await allowed():
                return
            asked = time.monotonic()
        try:
            found = await redis.xread({key: position}, count=_BATCH, block=_BLOCK_MS)
            newest = None if found else await last_position(redis, interview_id)
        except (RedisError, OSError) as error:
            if failures == 0:
                log.warning("stream unavailable", error=type(error).__name__)
            await anyio.sleep(_BACKOFF_S[min(failures, len(_BACKOFF_S) - 1)])
            failures += 1
            continue
        if failures or (newest is not None and _order(newest) < _order(position)):
            failures = 0
            position = START if newest is None or _order(newest) < _order(position) else position
            yield await recovered()
        if not found:
            continue
        for position, event in entries_of(found):
            yield Entry(position, event)


def entries_of(reply: Any) -> list[tuple[str, str]]:
    """Return position and event of each entry of a reply of XREAD."""
    return [(position, fields[STREAM_FIELD]) for _, entries in reply for position, fields in entries if fields]
