"""Routes of evaluations."""

from fastapi import APIRouter

from backend_core.auth.access import CompanyInterview
from backend_core.auth.current_user import StaffUser
from backend_core.error_handlers import problems
from backend_core.evaluations import retry
from backend_core.interviews.errors import InterviewClosedError, NothingToRetryError
from backend_core.interviews.schemas import CommandOut
from backend_core.persistence import DbSession

router = APIRouter(prefix="/interviews/{interview_id}/evaluation", tags=["evaluations"])


@router.post("/retry", status_code=202, responses=problems(NothingToRetryError, InterviewClosedError))
async def retry_evaluation(interview: CompanyInterview, user: StaffUser, session: DbSession) -> CommandOut:
    """Run a failed evaluation again. Ratings that succeeded stay; those that failed are made anew."""
    changed = await retry.retry_evaluation(session, interview, user)
    return CommandOut(state=changed.state, version=changed.version)
