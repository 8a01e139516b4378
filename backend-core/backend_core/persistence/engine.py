"""The database engine and the session factory of a process."""

from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

Sessions: TypeAlias = async_sessionmaker[AsyncSession]

_CONNECT_TIMEOUT_S = 5
_SERVER_OPTIONS = "-c timezone=UTC -c statement_timeout=20s -c idle_in_transaction_session_timeout=60s"


def create_database_engine(url: str, *, pool_size: int = 10, checked: bool = True, durable: bool = True) -> AsyncEngine:
    """Return an engine whose connections give up on a hanging server.

    `checked` asks the server before each use whether the connection still stands; a caller that tries again does
    without. What is committed with `durable` False comes at once, and may be lost when the server crashes.
    """
    return create_async_engine(
        url,
        # The text of a database error repeats no values: they may be names or answers.
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=checked,
        pool_timeout=10,
        connect_args={
            "connect_timeout": _CONNECT_TIMEOUT_S,
            "options": _SERVER_OPTIONS if durable else f"{_SERVER_OPTIONS} -c synchronous_commit=off",
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
        },
    )


def create_sessions(engine: AsyncEngine) -> Sessions:
    """Return the session factory. Objects stay readable after the commit, and nothing is flushed behind one's back."""
    return async_sessionmaker(engine, expire_on_commit=False, autoflush=False)
