"""Queries of companies."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from backend_core.models import Company, TalentProfile
from backend_core.persistence import Repository


class CompanyRepository(Repository[Company]):
    """Companies."""

    model = Company


class TalentProfileRepository(Repository[TalentProfile]):
    """Talent profiles."""

    model = TalentProfile

    async def newest(self, company_id: UUID) -> TalentProfile | None:
        """Return a company's newest profile with its values."""
        return await self.one_or_none(
            select(TalentProfile)
            .where(TalentProfile.company_id == company_id)
            .options(selectinload(TalentProfile.values))
            .order_by(TalentProfile.version.desc())
            .limit(1)
        )
