"""Writes the audit log."""

from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.models import AuditEntry
from backend_core.models.vocabulary import UserRole


class Actor(Protocol):
    """Whoever did something: `auth.current_user.CurrentUser` is one."""

    @property
    def id(self) -> UUID:
        """Key of the account."""

    @property
    def role(self) -> UserRole:
        """Role at the time."""


def record(
    session: AsyncSession,
    *,
    action: str,
    object_type: str,
    object_id: UUID | None,
    company_id: UUID | None,
    actor: Actor | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Add an entry to the transaction at hand.

    `action` is `<object>.<verb>`, e.g. `invitation.revoked` or `report.viewed`; without `actor` the system did it.
    `detail` holds codes, ids and counts only.
    """
    session.add(
        AuditEntry(
            action=action,
            object_type=object_type,
            object_id=object_id,
            company_id=company_id,
            actor_id=actor.id if actor is not None else None,
            actor_role=actor.role if actor is not None else None,
            detail=detail,
        )
    )
