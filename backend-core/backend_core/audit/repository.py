"""Queries of the audit log."""

from uuid import UUID

from sqlalchemy import select

from backend_core.models import AuditEntry
from backend_core.persistence import Repository


class AuditRepository(Repository[AuditEntry]):
    """Entries."""

    model = AuditEntry

    async def page(
        self, company_id: UUID, *, before: int | None, object_id: UUID | None, limit: int
    ) -> list[AuditEntry]:
        """Return a company's newest entries with a number below `before`."""
        statement = select(AuditEntry).where(AuditEntry.company_id == company_id)
        if before is not None:
            statement = statement.where(AuditEntry.number < before)
        if object_id is not None:
            statement = statement.where(AuditEntry.object_id == object_id)
        return await self.all(statement.order_by(AuditEntry.number.desc()).limit(limit))
