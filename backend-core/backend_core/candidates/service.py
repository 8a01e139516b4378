"""Reading the board of candidates."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.candidates.repository import BoardRepository
from backend_core.candidates.schemas import Board, BoardRow, OwnInterviewOut
from backend_core.models.vocabulary import DecisionOutcome
from interview_contracts.payloads.common import BilingualText
from interview_contracts.vocabulary import InterviewState

_NOT_STARTED = {InterviewState.CREATED, InterviewState.PLANNING, InterviewState.READY}
_BEHIND = {InterviewState.EVALUATING, InterviewState.EVALUATION_FAILED, InterviewState.REPORTED}


async def own_interviews(session: AsyncSession, user_id: UUID) -> list[OwnInterviewOut]:
    """Return a candidate's own interviews, newest first."""
    return [
        OwnInterviewOut(
            id=interview.id,
            state=interview.state,
            company_name=BilingualText(ko=company_ko, en=company_en).in_language(interview.language),
            job_title=BilingualText(ko=title_ko, en=title_en).in_language(interview.language),
            language=interview.language,
            created_at=interview.created_at,
            started_at=interview.started_at,
            ended_at=interview.ended_at,
            expires_at=interview.expires_at,
        )
        for interview, company_ko, company_en, title_ko, title_en in await BoardRepository(session).own(user_id)
    ]


async def read_board(
    session: AsyncSession,
    company_id: UUID,
    *,
    job_id: UUID | None,
    states: Sequence[InterviewState],
    words: str,
    offset: int,
    limit: int,
) -> Board:
    """Return a page of a company's interviews, newest first."""
    total, rows = await BoardRepository(session).page(
        company_id, job_id=job_id, states=states, words=words.strip(), offset=offset, limit=limit
    )
    items = []
    for interview, name, email, title_ko, title_en, planned, overall, decision in rows:
        asked = 0 if interview.state in _NOT_STARTED else interview.question_index or 0
        items.append(
            BoardRow(
                interview_id=interview.id,
                candidate_id=interview.candidate_id,
                candidate_name=name,
                candidate_email=email,
                job_id=interview.job_id,
                job_title=BilingualText(ko=title_ko, en=title_en),
                state=interview.state,
                language=interview.language,
                asked=planned if interview.state in _BEHIND else min(asked, planned),
                planned=planned,
                created_at=interview.created_at,
                started_at=interview.started_at,
                ended_at=interview.ended_at,
                expires_at=interview.expires_at,
                overall=overall,
                decision=DecisionOutcome(decision) if decision is not None else None,
            )
        )
    return Board(items=items, total=total)
