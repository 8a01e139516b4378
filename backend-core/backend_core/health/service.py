"""Readiness and metrics."""

import asyncio
from collections.abc import Iterator

from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from backend_core.health.repository import HealthRepository
from backend_core.health.schemas import Ready
from backend_core.persistence import Sessions
from backend_core.resources import Resources

_TIMEOUT_S = 3.0


async def check_ready(resources: Resources) -> Ready:
    """Ask database and Redis; each has a few seconds to answer."""
    (database, migrated), redis = await asyncio.gather(_database(resources.sessions), _redis(resources))
    status = "ok" if database and redis and migrated else "unavailable"
    return Ready(status=status, database=database, redis=redis, migrated=migrated)


async def _database(sessions: Sessions) -> tuple[bool, bool]:
    try:
        async with asyncio.timeout(_TIMEOUT_S), sessions() as session:
            await session.connection()
            return True, await HealthRepository(session).revision() is not None
    except (SQLAlchemyError, TimeoutError, OSError):
        return False, False


async def _redis(resources: Resources) -> bool:
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            return bool(await resources.redis.ping())
    except (RedisError, TimeoutError, OSError):
        return False


class _Figures(Collector):
    """Figures that were just read from the database."""

    def __init__(
        self, *, interviews: dict[str, int], tasks: dict[tuple[str, str], int], waiting: int, oldest_s: float
    ) -> None:
        self._interviews = interviews
        self._tasks = tasks
        self._waiting = waiting
        self._oldest_s = oldest_s

    def collect(self) -> Iterator[Metric]:
        """Return the figures."""
        interviews = GaugeMetricFamily("interviews", "Interviews by state", labels=["state"])
        for state, number in self._interviews.items():
            interviews.add_metric([state], number)
        tasks = GaugeMetricFamily("tasks", "Task records by name and state", labels=["name", "state"])
        for (name, state), number in self._tasks.items():
            tasks.add_metric([name, state], number)
        yield interviews
        yield tasks
        yield GaugeMetricFamily("outbox_waiting", "Outbox rows that wait to be published", value=self._waiting)
        yield GaugeMetricFamily("outbox_oldest_seconds", "Age of the oldest waiting outbox row", value=self._oldest_s)


async def metrics_text(sessions: Sessions) -> bytes:
    """Return the metrics of this process and of the database in Prometheus' text format."""
    text = generate_latest(REGISTRY)
    try:
        async with asyncio.timeout(_TIMEOUT_S), sessions() as session:
            repository = HealthRepository(session)
            waiting, oldest_s = await repository.outbox_waiting()
            figures = _Figures(
                interviews=await repository.interviews_by_state(),
                tasks=await repository.tasks_by_state(),
                waiting=waiting,
                oldest_s=oldest_s,
            )
    except (SQLAlchemyError, TimeoutError, OSError):
        return text
    registry = CollectorRegistry()
    registry.register(figures)
    return text + generate_latest(registry)
