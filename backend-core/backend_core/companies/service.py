"""Reading a company."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.companies.repository import CompanyRepository, TalentProfileRepository
from backend_core.companies.schemas import CompanyOut
from backend_core.errors import NotFoundError


async def read_company(session: AsyncSession, company_id: UUID) -> CompanyOut:
    """Return a company with its newest talent profile."""
    company = await CompanyRepository(session).get(company_id)
    if company is None:
        raise NotFoundError
    return CompanyOut.of(company, await TalentProfileRepository(session).newest(company_id))
