"""Entity-relationship diagram of the tables, as Markdown with Mermaid: `python -m backend_core.models.diagram`."""

import sys
from collections.abc import Iterator

from sqlalchemy import Column, Table, create_mock_engine
from sqlalchemy.orm import Mapper

from backend_core.models import Base

_DIALECT = create_mock_engine("postgresql://", lambda *_: None).dialect
_BOOKKEEPING = {"id", "created_at", "updated_at"}


def _attribute(column: "Column[object]") -> str:
    kind = column.type.compile(dialect=_DIALECT).lower().replace("timestamp with time zone", "timestamptz")
    marks = [mark for mark, holds in (("PK", column.primary_key), ("FK", bool(column.foreign_keys))) if holds]
    return f"        {kind.replace(' ', '_')} {column.name} {', '.join(marks)}".rstrip()


def _relations(table: Table) -> Iterator[str]:
    for column in table.columns:
        for key in column.foreign_keys:
            parent = "|o" if column.nullable else "||"
            child = "o|" if column.unique else "o{"
            yield f'    {key.column.table.name} {parent}--{child} {table.name} : "{column.name}"'


def _summary(mapper: "Mapper[object]") -> str:
    return " ".join((mapper.class_.__doc__ or "").split("\n\n")[0].split())


def diagram() -> str:
    """Return the Mermaid source: every table with its own columns, and every foreign key."""
    lines = ["erDiagram"]
    for table in sorted(Base.metadata.tables.values(), key=lambda one: one.name):
        lines.append(f"    {table.name} {{")
        lines += [_attribute(column) for column in table.columns if column.name not in _BOOKKEEPING]
        lines.append("    }")
    for table in sorted(Base.metadata.tables.values(), key=lambda one: one.name):
        lines += sorted(_relations(table))
    return "\n".join(lines)


def markdown() -> str:
    """Return the reference page: what each table holds, then the diagram."""
    mappers = sorted(Base.registry.mappers, key=lambda one: str(one.local_table))
    rows = "\n".join(f"| `{mapper.local_table}` | {_summary(mapper)} |" for mapper in mappers)
    return (
        "# Entity-relationship diagram\n\n"
        "Generated from `backend_core/models` by `python -m backend_core.models.diagram`; do not edit.\n"
        "Every table also has `id` (UUID version 7), `created_at` and `updated_at`.\n\n"
        f"| table | holds |\n| --- | --- |\n{rows}\n\n```mermaid\n{diagram()}\n```\n"
    )


if __name__ == "__main__":
    sys.stdout.write(markdown())
