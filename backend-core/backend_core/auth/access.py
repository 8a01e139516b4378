"""Who may touch which interview. A foreign interview looks like one that does not exist."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.auth.current_user import AnyUser, CandidateUser, CurrentUser, StaffUser
from backend_core.errors import NotFoundError
from backend_core.logging import bind_interview
from backend_core.models import Candidate, Interview
from backend_core.persistence import DbSession, Repository


class _Interviews(Repository[Interview]):
    model = Interview


def visible_interviews(user: CurrentUser) -> Select[Interview]:
    """Return the query of all interviews that a person may see; narrow it further as needed."""
    if user.is_staff:
        return select(Interview).where(Interview.company_id == user.company_id)
    return select(Interview).join(Candidate).where(Candidate.user_account_id == user.id)


async def find_interview(session: AsyncSession, user: CurrentUser, interview_id: UUID) -> Interview:
    """Return an interview that this person may see, else raise `NotFoundError`."""
    found = await _Interviews(session).one_or_none(visible_interviews(user).where(Interview.id == interview_id))
    if found is None:
        raise NotFoundError
    bind_interview(found.id)
    return found


async def accessible_interview(interview_id: UUID, user: AnyUser, session: DbSession) -> Interview:
    """Interview of the path: its candidate, or staff of its company."""
    return await find_interview(session, user, interview_id)


async def own_interview(interview_id: UUID, user: CandidateUser, session: DbSession) -> Interview:
    """Interview of the path: only its candidate."""
    return await find_interview(session, user, interview_id)


async def company_interview(interview_id: UUID, user: StaffUser, session: DbSession) -> Interview:
    """Interview of the path: only staff of its company."""
    return await find_interview(session, user, interview_id)


AccessibleInterview = Annotated[Interview, Depends(accessible_interview)]
OwnInterview = Annotated[Interview, Depends(own_interview)]
CompanyInterview = Annotated[Interview, Depends(company_interview)]
