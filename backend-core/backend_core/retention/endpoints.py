"""Route of erasing an interview."""

from fastapi import APIRouter

from backend_core.auth.access import CompanyInterview
from backend_core.auth.current_user import StaffUser
from backend_core.error_handlers import problems
from backend_core.interviews.machine.snapshot import LIVE_STATES
from backend_core.persistence import DbSession
from backend_core.retention import service
from backend_core.retention.errors import InterviewLiveError
from backend_core.retention.schemas import ErasureIn, ErasureOut

router = APIRouter(prefix="/interviews/{interview_id}", tags=["retention"])


@router.post("/erase", responses=problems(InterviewLiveError))
async def erase(body: ErasureIn, interview: CompanyInterview, user: StaffUser, session: DbSession) -> ErasureOut:
    """Erase an interview for good, and with it the candidate's name if there is no other one. Again is harmless."""
    if interview.state in LIVE_STATES:
        raise InterviewLiveError
    erased = await service.erase_interview(session, interview.id, reason=body.reason, actor=user)
    assert erased.erased_at is not None
    return ErasureOut(interview_id=erased.id, erased_at=erased.erased_at)
