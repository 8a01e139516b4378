"""Rules that all tables keep."""

import inspect
from pathlib import Path

import pytest
from sqlalchemy.orm import configure_mappers

from backend_core import models
from backend_core.models import Base
from backend_core.models.diagram import diagram, markdown

pytestmark = pytest.mark.unit


def test_relationships_load_only_when_asked() -> None:
    configure_mappers()
    eager = [
        f"{mapper.class_.__name__}.{relation.key}"
        for mapper in Base.registry.mappers
        for relation in mapper.relationships
        if relation.lazy != "raise"
    ]
    assert eager == []


def test_one_module_a_table() -> None:
    files = {Path(inspect.getfile(mapper.class_)).stem for mapper in Base.registry.mappers}
    assert files == {str(mapper.local_table) for mapper in Base.registry.mappers}


def test_every_row_belongs_to_a_company_or_to_an_interview_or_to_the_system() -> None:
    of_the_system = {
        "company",
        "user_account",
        "auth_session",
        "refresh_token",
        "engine_status",
        "embedding_space",
        "outbox",
        "timer",
        "task_record",
        "audit_entry",
    }
    loose = [
        name
        for name, table in Base.metadata.tables.items()
        if name not in of_the_system
        and not any(key in table.columns and not table.columns[key].nullable for key in ("company_id", "interview_id"))
    ]
    assert loose == []


def test_every_foreign_key_says_what_deleting_does() -> None:
    silent = [
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.ondelete is None
    ]
    assert silent == []


def test_objects_know_their_key_before_they_are_stored() -> None:
    company = models.Company(slug="a", name_ko="가", name_en="A")
    assert company.id.version == 7


def test_the_diagram_shows_every_table_and_key() -> None:
    source = diagram()
    for name, table in Base.metadata.tables.items():
        assert f"    {name} {{" in source
        for key in table.foreign_keys:
            assert f'{name} : "{key.parent.name}"' in source
    assert markdown() == markdown()
