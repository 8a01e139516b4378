"""The relay's loops. Each goes on by itself when the database or Redis was away."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from backend_core.relay.epoch import check_epoch
from backend_core.relay.leases import renew_expired
from backend_core.relay.outbox import BATCH, Outlets, publish_batch
from backend_core.relay.tidying import keep_time, tidy
from backend_core.relay.timers import fire_due, seconds_to_next
from backend_core.relay.wakeup import listen

log = structlog.get_logger(__name__)

POLL_S = 1.0
"""Longest time between two looks at the outbox and the timers when no notification comes."""

SWEEP_S = 0.5
"""Time between two looks at leases and at Redis's memory."""

TIDY_S = 30.0
"""Time between two looks for what may be deleted."""

RETENTION_S = 3600.0
"""Time between two looks for interviews that have been kept for too long."""

_BACKOFF_S = (0.1, 0.2, 0.5, 1.0, 2.0)


async def run(outlets: Outlets, database_url: str, stop: asyncio.Event) -> None:
    """Relay until `stop` is set."""
    rows, timers = asyncio.Event(), asyncio.Event()

    async def publish() -> float:
        rows.clear()
        # Who adds rows wakes this loop after the commit: only a full batch may have left some behind.
        return 0.0 if await publish_batch(outlets) >= BATCH else POLL_S

    async def fire() -> float:
        timers.clear()
        if await fire_due(outlets.sessions):
            return 0.0
        wait = await seconds_to_next(outlets.sessions)
        return POLL_S if wait is None else min(max(wait, 0.0), POLL_S)

    async def sweep() -> float:
        await check_epoch(outlets)
        await renew_expired(outlets)
        return SWEEP_S

    async def clean() -> float:
        await tidy(outlets)
        return TIDY_S

    async def retain() -> float:
        return 0.0 if await keep_time(outlets) else RETENTION_S

    loops = [
        asyncio.create_task(_forever("publish", publish, rows)),
        asyncio.create_task(_forever("timers", fire, timers)),
        asyncio.create_task(_forever("sweep", sweep, asyncio.Event())),
        asyncio.create_task(_forever("tidy", clean, asyncio.Event())),
        asyncio.create_task(_forever("retention", retain, asyncio.Event())),
        asyncio.create_task(listen(database_url, rows, timers)),
    ]
    try:
        await stop.wait()
    finally:
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)


async def _forever(name: str, step: Callable[[], Awaitable[float]], wake: asyncio.Event) -> None:
    """Do a step again and again: after the time that it returns, or when woken. Failures are waited out."""
    failures = 0
    while True:
        try:
            pause_s = await step()
            failures = 0
        except Exception as error:  # an outage of any kind must not end the relay
            if failures == 0:
                log.warning("relay step failed", step=name, error=type(error).__name__)
            pause_s = _BACKOFF_S[min(failures, len(_BACKOFF_S) - 1)]
            failures += 1
            await asyncio.sleep(pause_s)
            continue
        if pause_s > 0:
            try:
                await asyncio.wait_for(wake.wait(), timeout=pause_s)
            except TimeoutError:
                continue
