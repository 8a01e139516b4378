"""The migrations build the schema that the models describe, and can be undone."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text

from backend_core.models import Base

pytestmark = pytest.mark.db

ROOT = Path(__file__).parents[3]

CATALOGUE = {
    "columns": """
        SELECT table_name, column_name, data_type, udt_name, character_maximum_length, is_nullable, column_default,
               is_identity
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'
    """,
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND conrelid <> coalesce(to_regclass('alembic_version')::oid, 0)
    """,
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes"
    " WHERE schemaname = 'public' AND tablename <> 'alembic_version'",
}


def catalogue(url: str) -> dict[str, set[tuple[object, ...]]]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {name: {tuple(row) for row in connection.execute(text(query))} for name, query in CATALOGUE.items()}
    engine.dispose()
    return found


def alembic(url: str, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "alembic", "-c", str(ROOT / "db" / "alembic.ini"), *arguments],
        env={**os.environ, "DATABASE_URL": url},
        check=True,
        capture_output=True,
    )


def test_the_migrations_build_what_the_models_describe(database_url: str, empty_database_url: str) -> None:
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE EXTENSION vector"))
        Base.metadata.create_all(connection)
    engine.dispose()
    migrated, described = catalogue(database_url), catalogue(empty_database_url)
    for part in CATALOGUE:
        assert migrated[part] - described[part] == set(), f"{part}: only in the migrations"
        assert described[part] - migrated[part] == set(), f"{part}: only in the models"


def test_the_migrations_can_be_undone_and_done_again(empty_database_url: str) -> None:
    alembic(empty_database_url, "upgrade", "head")
    first = catalogue(empty_database_url)
    alembic(empty_database_url, "downgrade", "base")
    assert catalogue(empty_database_url) == {"columns": set(), "constraints": set(), "indexes": set()}
    alembic(empty_database_url, "upgrade", "head")
    assert catalogue(empty_database_url) == first


def test_the_audit_log_is_append_only(database_url: str) -> None:
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("INSERT INTO audit_entry (action, object_type) VALUES ('a', 'b')")
        for change in ("UPDATE audit_entry SET action = 'c'", "DELETE FROM audit_entry"):
            with pytest.raises(psycopg.errors.RestrictViolation):
                connection.execute(change)


def test_vector_and_word_indexes_exist(database_url: str) -> None:
    indexes = {str(row[2]) for row in catalogue(database_url)["indexes"]}
    assert any("USING hnsw (embedding vector_cosine_ops)" in definition for definition in indexes)
    assert any("USING gin (lexemes)" in definition for definition in indexes)


def test_database_makes_time_ordered_keys(database_url: str) -> None:
    with psycopg.connect(database_url.replace("+psycopg", "")) as connection:
        rows = connection.execute(
            "INSERT INTO company (slug, name_ko, name_en) VALUES ('a', '가', 'A'), ('b', '나', 'B') RETURNING id"
        ).fetchall()
    assert [row[0].version for row in rows] == [7, 7]
    assert rows[0][0] < rows[1][0]
