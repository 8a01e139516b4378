"""Database access: engine, sessions, the unit of work of a request, and the base of repositories."""

from backend_core.persistence.engine import Sessions, create_database_engine, create_sessions
from backend_core.persistence.memo import transaction_memo
from backend_core.persistence.repository import Repository
from backend_core.persistence.session import DbSession, get_session, unit_of_work

__all__ = [
    "DbSession",
    "Repository",
    "Sessions",
    "create_database_engine",
    "create_sessions",
    "get_session",
    "transaction_memo",
    "unit_of_work",
]
