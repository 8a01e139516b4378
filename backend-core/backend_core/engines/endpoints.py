"""Routes of engines."""

from fastapi import APIRouter

from backend_core.auth.current_user import StaffUser
from backend_core.engines.schemas import EngineOut
from backend_core.engines.service import list_engines
from backend_core.persistence import DbSession

router = APIRouter(prefix="/engines", tags=["engines"])


@router.get("")
async def list_all(user: StaffUser, session: DbSession) -> list[EngineOut]:  # noqa: ARG001 - staff only
    """Return the engines that the workers offer, with version and quality."""
    return await list_engines(session)
