"""Routes of the board of candidates."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from backend_core.auth.current_user import CandidateUser, StaffUser, company_of
from backend_core.candidates.schemas import Board, OwnInterviewOut
from backend_core.candidates.service import own_interviews, read_board
from backend_core.persistence import DbSession
from interview_contracts.vocabulary import InterviewState

router = APIRouter(tags=["candidates"])


@router.get("/me/interviews")
async def own(user: CandidateUser, session: DbSession) -> list[OwnInterviewOut]:
    """Return the caller's own interviews, newest first."""
    return await own_interviews(session, user.id)


@router.get("/candidates")
async def board(
    user: StaffUser,
    session: DbSession,
    job_id: UUID | None = None,
    state: Annotated[list[InterviewState] | None, Query()] = None,
    q: Annotated[str, Query(max_length=100)] = "",
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Board:
    """Return the interviews of the caller's company; `q` looks for a part of the name or the address."""
    return await read_board(
        session, company_of(user), job_id=job_id, states=state or [], words=q, offset=offset, limit=limit
    )
