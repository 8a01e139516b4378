"""Responses of the audit log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from backend_core.models.vocabulary import UserRole


class AuditEntryOut(BaseModel):
    """One entry."""

    model_config = ConfigDict(from_attributes=True)

    number: int
    created_at: datetime
    actor_id: UUID | None
    actor_role: UserRole | None
    action: str
    object_type: str
    object_id: UUID | None
    detail: dict[str, Any] | None


class AuditPage(BaseModel):
    """Entries, newest first. `next_before` is the `before` of the next page, empty at the end."""

    items: list[AuditEntryOut]
    next_before: int | None
