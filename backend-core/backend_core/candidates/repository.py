"""Queries of the board of candidates."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.models import Candidate, Company, Decision, Interview, Job, Question, Report
from interview_contracts.vocabulary import InterviewState


class BoardRepository:
    """Rows of the board: one an interview."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def _matching(
        self, company_id: UUID, *, job_id: UUID | None, states: Sequence[InterviewState], words: str
    ) -> Select[Any]:
        statement = (
            select(Interview.id)
            .join(Candidate, Candidate.id == Interview.candidate_id)
            .where(Interview.company_id == company_id)
        )
        if job_id is not None:
            statement = statement.where(Interview.job_id == job_id)
        if states:
            statement = statement.where(Interview.state.in_(states))
        if words:
            statement = statement.where(
                or_(
                    Candidate.name.icontains(words, autoescape=True),
                    Candidate.email.icontains(words, autoescape=True),
                )
            )
        return statement

    async def own(self, user_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return a person's interviews with the names of company and job, newest first."""
        rows = await self._session.execute(
            select(Interview, Company.name_ko, Company.name_en, Job.title_ko, Job.title_en)
            .join(Candidate, Candidate.id == Interview.candidate_id)
            .join(Company, Company.id == Interview.company_id)
            .join(Job, Job.id == Interview.job_id)
            .where(Candidate.user_account_id == user_id)
            .order_by(Interview.id.desc())
        )
        return rows.all()

    async def page(
        self,
        company_id: UUID,
        *,
        job_id: UUID | None,
        states: Sequence[InterviewState],
        words: str,
        offset: int,
        limit: int,
    ) -> tuple[int, Sequence[Row[*tuple[Any, ...]]]]:
        """Return the number of matching interviews and one page of them."""
        matching = self._matching(company_id, job_id=job_id, states=states, words=words)
        total = (await self._session.execute(select(func.count()).select_from(matching.subquery()))).scalar_one()
        planned = (
            select(func.count()).where(Question.interview_id == Interview.id).correlate(Interview).scalar_subquery()
        )
        latest_decision = (
            select(Decision.outcome)
            .where(Decision.interview_id == Interview.id)
            .order_by(Decision.decided_at.desc(), Decision.id.desc())
            .limit(1)
            .correlate(Interview)
            .scalar_subquery()
        )
        page = matching.order_by(Interview.id.desc()).offset(offset).limit(limit).subquery()
        rows = await self._session.execute(
            select(
                Interview,
                Candidate.name,
                Candidate.email,
                Job.title_ko,
                Job.title_en,
                planned.label("planned"),
                Report.overall,
                latest_decision.label("decision"),
            )
            .join(page, page.c.id == Interview.id)
            .join(Candidate, Candidate.id == Interview.candidate_id)
            .join(Job, Job.id == Interview.job_id)
            .outerjoin(Report, Report.interview_id == Interview.id)
            .order_by(Interview.id.desc())
        )
        return total, rows.all()
