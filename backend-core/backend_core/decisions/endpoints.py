"""Routes of decisions and human ratings."""

from fastapi import APIRouter

from backend_core.auth.access import CompanyInterview
from backend_core.auth.current_user import StaffUser
from backend_core.decisions import service
from backend_core.decisions.errors import DecisionTooEarlyError, RatedTurnUnknownError
from backend_core.decisions.schemas import DecisionIn, DecisionOut, HumanRatingIn, HumanRatingOut
from backend_core.error_handlers import problems
from backend_core.persistence import DbSession
from backend_core.retention.errors import InterviewErasedError

router = APIRouter(prefix="/interviews/{interview_id}", tags=["decisions"])


@router.post("/decision", status_code=201, responses=problems(DecisionTooEarlyError, InterviewErasedError))
async def decide(body: DecisionIn, interview: CompanyInterview, user: StaffUser, session: DbSession) -> DecisionOut:
    """Record what a person decides, with the reason. A later decision replaces an earlier one; both are kept."""
    return await service.decide(session, interview, user, body)


@router.post(
    "/human-ratings",
    status_code=201,
    responses=problems(RatedTurnUnknownError, DecisionTooEarlyError, InterviewErasedError),
)
async def rate(body: HumanRatingIn, interview: CompanyInterview, user: StaffUser, session: DbSession) -> HumanRatingOut:
    """Record one's own level of an answer. It never changes the AI's level; both are kept and shown."""
    return await service.rate(session, interview, user, body)
