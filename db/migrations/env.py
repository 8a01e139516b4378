"""Runs migrations on the database that DATABASE_URL names."""

import os
from logging.config import fileConfig
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import create_engine, pool

from backend_core.models import Base
from backend_core.models.base import MessageTuple, MessageType

# Programs that run a migration in their own process (tests, the embedded server) keep their own logging.
if context.config.config_file_name is not None and context.config.attributes.get("configure_logging", True):
    fileConfig(context.config.config_file_name, disable_existing_loggers=False)

# One migration at a time, also when several hosts start together.
LOCK = 5_701_804_113


def render_item(kind: str, item: Any, autogen_context: AutogenContext) -> str | Literal[False]:
    """Write contract columns as plain JSONB, so that a migration needs no code of the application."""
    if kind == "type" and isinstance(item, MessageType | MessageTuple):
        autogen_context.imports.add("from sqlalchemy.dialects import postgresql")
        return "postgresql.JSONB()"
    return False


def database_url() -> str:
    """Return the URL that the caller gave, else the one of the environment."""
    given = context.config.attributes.get("url")
    return str(given) if given else os.environ["DATABASE_URL"]


def run_offline() -> None:
    context.configure(url=database_url(), target_metadata=Base.metadata, literal_binds=True, render_item=render_item)
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    engine = create_engine(database_url(), poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_item,
            compare_type=True,
            compare_server_default=True,
        )
        with context.begin_transaction():
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
            context.run_migrations()
    engine.dispose()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
