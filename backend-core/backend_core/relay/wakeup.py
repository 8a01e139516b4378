"""Waking the relay: PostgreSQL notifies when a transaction with outbox rows or timers has committed."""

import asyncio

import psycopg
import structlog

from backend_core.tasks.send import CHANNEL

log = structlog.get_logger(__name__)

_CHECK_S = 5.0
_BACKOFF_S = (0.2, 0.5, 1.0, 2.0)


def plain_url(url: str) -> str:
    """Return a SQLAlchemy URL as psycopg itself reads it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


async def listen(url: str, *wakes: asyncio.Event) -> None:
    """Set the events at every notification, for ever. While the database is away the relay only polls."""
    failures = 0
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(
                plain_url(url), autocommit=True, connect_timeout=5, keepalives_idle=10
            ) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                failures = 0
                while True:
                    _wake(wakes)
                    async for _ in connection.notifies(timeout=_CHECK_S, stop_after=1):
                        _wake(wakes)
                    await connection.execute("SELECT 1")
        except (psycopg.Error, OSError) as error:
            if failures == 0:
                log.warning("database unavailable", error=type(error).__name__)
            await asyncio.sleep(_BACKOFF_S[min(failures, len(_BACKOFF_S) - 1)])
            failures += 1


def _wake(wakes: tuple[asyncio.Event, ...]) -> None:
    for wake in wakes:
        wake.set()
