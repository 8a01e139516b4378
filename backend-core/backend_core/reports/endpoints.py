"""Routes of reports."""

from fastapi import APIRouter

from backend_core.auth.access import CompanyInterview
from backend_core.auth.current_user import StaffUser
from backend_core.error_handlers import problems
from backend_core.persistence import DbSession
from backend_core.reports import service
from backend_core.reports.errors import ReportNotReadyError
from backend_core.reports.schemas import ReportOut
from backend_core.resources import ProcessResources
from backend_core.retention.errors import InterviewErasedError

router = APIRouter(prefix="/interviews/{interview_id}", tags=["reports"])


@router.get("/report", responses=problems(InterviewErasedError, ReportNotReadyError))
async def read_report(
    interview: CompanyInterview, user: StaffUser, session: DbSession, resources: ProcessResources
) -> ReportOut:
    """Return the report, from the end of the answers on: first the transcripts, then the ratings as they come in."""
    return await service.read(session, interview, user, allow_emotion=resources.settings.allow_emotion)
