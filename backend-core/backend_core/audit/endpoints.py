"""Routes of the audit log."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from backend_core.audit.repository import AuditRepository
from backend_core.audit.schemas import AuditEntryOut, AuditPage
from backend_core.auth.current_user import AdminUser, company_of
from backend_core.persistence import DbSession

router = APIRouter(prefix="/audit", tags=["audit"])


@router.get("")
async def entries(
    user: AdminUser,
    session: DbSession,
    before: Annotated[int | None, Query(ge=1)] = None,
    object_id: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> AuditPage:
    """Return the newest entries of the caller's company."""
    found = await AuditRepository(session).page(company_of(user), before=before, object_id=object_id, limit=limit)
    return AuditPage(
        items=[AuditEntryOut.model_validate(entry) for entry in found],
        next_before=found[-1].number if len(found) == limit else None,
    )
