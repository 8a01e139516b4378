"""The servers that other tests stand on."""

import psycopg
import pytest
import redis

pytestmark = pytest.mark.integration


def test_postgres_is_18_with_pgvector(empty_database_url: str) -> None:
    with psycopg.connect(empty_database_url.replace("+psycopg", "")) as connection:
        connection.execute("CREATE EXTENSION vector")
        assert connection.info.server_version >= 180000
        distance = connection.execute("SELECT '[1,2]'::vector <-> '[1,3]'::vector").fetchone()
    assert distance == (1.0,)


def test_each_test_gets_a_database_of_its_own(database_url: str, empty_database_url: str) -> None:
    assert database_url != empty_database_url


def test_redis_has_streams(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        entry = client.xadd("stream", {"field": "value"})
        assert client.xlen("stream") == 1
        assert entry
