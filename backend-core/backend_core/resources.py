"""What a process of the core holds open: database and Redis."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from sqlalchemy.ext.asyncio import AsyncEngine

from backend_core.persistence.engine import Sessions, create_database_engine, create_sessions
from backend_core.settings import Settings

_REDIS_TIMEOUT_S = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """Connections of this process. In a request: `request.app.state.resources`."""

    settings: Settings
    engine: AsyncEngine
    sessions: Sessions
    redis: Redis


def create_redis(url: str) -> Redis:
    """Return a client whose sockets time out and are checked, so that a restarted server is found again."""
    return Redis.from_url(
        url,
        decode_responses=True,
        socket_timeout=_REDIS_TIMEOUT_S,
        socket_connect_timeout=_REDIS_TIMEOUT_S,
        socket_keepalive=True,
        health_check_interval=15,
        retry=Retry(ExponentialBackoff(cap=0.5, base=0.05), 2),
    )


@asynccontextmanager
async def open_resources(settings: Settings) -> AsyncIterator[Resources]:
    """Open database and Redis; close both at the end."""
    engine = create_database_engine(settings.database_url, pool_size=settings.database_pool)
    redis = create_redis(settings.redis_url)
    try:
        yield Resources(settings=settings, engine=engine, sessions=create_sessions(engine), redis=redis)
    finally:
        await redis.aclose()
        await engine.dispose()


def resources_of(request: Request) -> Resources:
    """Return what this process holds open."""
    resources: Resources = request.app.state.resources
    return resources


ProcessResources = Annotated[Resources, Depends(resources_of)]


def client_address(request: Request) -> str:
    """Return the address that the caller comes from."""
    return request.client.host if request.client is not None else ""
