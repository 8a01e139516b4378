"""Routes of companies."""

from fastapi import APIRouter

from backend_core.auth.current_user import StaffUser, company_of
from backend_core.companies.schemas import CompanyOut
from backend_core.companies.service import read_company
from backend_core.persistence import DbSession

router = APIRouter(prefix="/company", tags=["companies"])


@router.get("")
async def read(user: StaffUser, session: DbSession) -> CompanyOut:
    """Return the caller's company and its talent profile."""
    return await read_company(session, company_of(user))
