"""The migrations build the schema that the models describe, and can be undone."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from backend_core.models import Base, EngineStatus, Passage, Question, TaskRecord, Turn

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

SPOKEN = "0197a000-0000-7000-8000-000000000001"
ROWS_OF_0002 = (
    "INSERT INTO engine_status (worker, capability, name, version, quality, languages, available, reported_at)"
    " VALUES ('a', 'tts', 'espeak', '1', 'basic', '{ko,en}', true, now())",
    "INSERT INTO task_record (key, name, payload, state, attempt, sent_at, engine)"
    f" VALUES ('speech.synthesize:question:{SPOKEN}', 'speech.synthesize', '{{}}', 'succeeded', 1, now(),"
    """ '{"capability": "tts", "name": "espeak", "version": "1", "quality": "basic"}')""",
    "INSERT INTO question (id, interview_id, key, position, section, source, text, scored, answer_limit_s, speech)"
    f" VALUES ('{SPOKEN}', uuidv7(), 'a', 0, 'experience', 'bank', 'Why?', true, 180, '{{}}')",
    "INSERT INTO turn (interview_id, question_id, index, source, text, answer_limit_s, asked_at)"
    " VALUES (uuidv7(), uuidv7(), 0, 'bank', 'Why?', 180, now())",
    "INSERT INTO passage (company_id, source, competency_id, language, text, embedding, model)"
    " VALUES (uuidv7(), 'competency', uuidv7(), 'en', 'a', array_fill(1.0::real, ARRAY[1024])::vector, 'hashing:1')",
)


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


def test_rows_of_a_release_without_models_are_read_after_the_upgrade_and_kept_by_the_downgrade(
    empty_database_url: str,
) -> None:
    alembic(empty_database_url, "upgrade", "0002")
    with psycopg.connect(empty_database_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # rows without those that they refer to
        for statement in ROWS_OF_0002:
            connection.execute(statement)

    alembic(empty_database_url, "upgrade", "head")
    engine = create_engine(empty_database_url)
    with Session(engine) as session:
        status = session.scalars(select(EngineStatus)).one()
        assert (status.device, status.loaded, status.passed_over, status.last_error) == ("", False, None, None)
        task = session.scalars(select(TaskRecord)).one()
        assert (task.passed_over, task.progressed_at) == (None, None)
        assert session.scalars(select(Question.speech_engine)).one() == "espeak"
        turn = session.scalars(select(Turn)).one()
        assert (turn.speech_clips, turn.spoken) == ((), ())
        assert session.scalars(select(Passage.model)).one() == "hashing:1"
    engine.dispose()

    alembic(empty_database_url, "downgrade", "0002")
    with psycopg.connect(empty_database_url.replace("+psycopg", "")) as connection:
        for table in ("engine_status", "task_record", "question", "turn", "passage"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchall() == [(1,)]


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
