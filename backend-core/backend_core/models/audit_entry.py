"""Table of the audit log."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import Entity, one_of
from backend_core.models.vocabulary import UserRole


class AuditEntry(Entity):
    """Who did what to which object. Rows are never changed or deleted, so they hold ids, not foreign keys.

    `detail` holds codes, ids and counts; never names, addresses or texts of people.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "company_id", "number"), Index(None, "object_type", "object_id"))

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    company_id: Mapped[UUID | None]
    actor_id: Mapped[UUID | None]
    actor_role: Mapped[UserRole | None] = mapped_column(one_of(UserRole, "actor_role"))
    action: Mapped[str] = mapped_column(String(60))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[UUID | None]
    detail: Mapped[dict[str, Any] | None]
