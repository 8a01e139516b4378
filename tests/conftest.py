"""Fixtures that every test may ask for. A fixture starts its server only when a test needs it."""

from collections.abc import Iterator

import hypothesis
import pytest
import redis

from interview_embedded.postgres import PostgresCluster
from interview_embedded.redis import RedisServer
from tests.support import brokers, databases
from tests.support.platform import Platform, running_platform

# The same examples in every run and no limit of time per example: a slow machine is no failure.
hypothesis.settings.register_profile("repository", deadline=None, derandomize=True)
hypothesis.settings.load_profile("repository")


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[PostgresCluster]:
    """PostgreSQL 18 with pgvector, holding the migrated template."""
    with databases.running_cluster() as cluster:
        databases.make_template(cluster)
        yield cluster


@pytest.fixture
def database_url(postgres_cluster: PostgresCluster) -> Iterator[str]:
    """URL (`postgresql+psycopg://`) of a migrated, empty database of this test alone."""
    with databases.fresh_database(postgres_cluster) as url:
        yield url


@pytest.fixture
def empty_database_url(postgres_cluster: PostgresCluster) -> Iterator[str]:
    """URL of a database without tables, for tests of the migrations themselves."""
    with databases.fresh_database(postgres_cluster, template="template0") as url:
        yield url


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """The test run's Redis."""
    with brokers.running_redis() as server:
        yield server


@pytest.fixture
def redis_url(redis_server: RedisServer) -> Iterator[str]:
    """URL of an empty Redis; nothing that a test leaves there reaches the next test."""
    url = redis_server.url()
    with redis.Redis.from_url(url) as client:
        client.flushall()
        yield url
        client.flushall()


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The whole product as `script/server` runs it, on free ports and with demo data."""
    with running_platform(tmp_path_factory.mktemp("platform") / "data") as running:
        yield running
