"""Routes of jobs."""

from uuid import UUID

from fastapi import APIRouter

from backend_core.auth.current_user import StaffUser, company_of
from backend_core.error_handlers import problems
from backend_core.errors import NotFoundError
from backend_core.jobs import service
from backend_core.jobs.schemas import JobOut, JobSummary
from backend_core.persistence import DbSession
from backend_core.resources import ProcessResources

router = APIRouter(prefix="/jobs", tags=["jobs"])


@router.get("")
async def list_all(user: StaffUser, session: DbSession) -> list[JobSummary]:
    """Return the jobs of the caller's company."""
    return await service.list_jobs(session, company_of(user))


@router.get("/{job_id}", responses=problems(NotFoundError))
async def read(job_id: UUID, user: StaffUser, session: DbSession, resources: ProcessResources) -> JobOut:
    """Return a job with competencies, weights, rubrics, question bank and talent profile."""
    return await service.read_job(session, company_of(user), job_id, allow_emotion=resources.settings.allow_emotion)
