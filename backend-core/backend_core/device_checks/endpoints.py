"""Routes of the device check."""

from fastapi import APIRouter

from backend_core.auth.access import OwnInterview
from backend_core.device_checks.repository import DeviceCheckRepository
from backend_core.device_checks.schemas import DeviceCheckIn, DeviceCheckOut
from backend_core.error_handlers import problems
from backend_core.errors import NotFoundError
from backend_core.models import DeviceCheck
from backend_core.persistence import DbSession

router = APIRouter(prefix="/interviews/{interview_id}/device-check", tags=["device-checks"])


@router.post("", status_code=201, responses=problems(NotFoundError))
async def save(body: DeviceCheckIn, interview: OwnInterview, session: DbSession) -> DeviceCheckOut:
    """Store the result of a device check; it may be repeated at any time."""
    saved = await DeviceCheckRepository(session).add(DeviceCheck(interview_id=interview.id, **body.model_dump()))
    return DeviceCheckOut.model_validate(saved)
