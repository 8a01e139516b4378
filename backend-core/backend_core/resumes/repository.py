"""Queries of résumés and their facts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update

from backend_core.models import Resume, ResumeFact
from backend_core.models.vocabulary import FactOrigin
from backend_core.persistence import Repository
from interview_contracts.payloads import common


class ResumeRepository(Repository[Resume]):
    """Résumés. One of an interview is current; the facts that were read and the candidate's version are both kept."""

    model = Resume

    async def current(self, interview_id: UUID, *, lock: bool = False) -> Resume | None:
        """Return the résumé that counts for an interview."""
        statement = select(Resume).where(Resume.interview_id == interview_id, Resume.superseded_at.is_(None))
        if lock:
            statement = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
        return await self.one_or_none(statement)

    async def supersede(self, interview_id: UUID, *, at: datetime) -> None:
        """Make room for another résumé."""
        await self.session.execute(
            update(Resume)
            .where(Resume.interview_id == interview_id, Resume.superseded_at.is_(None))
            .values(superseded_at=at)
        )

    async def facts(self, resume_id: UUID, origin: FactOrigin) -> list[common.ResumeFact]:
        """Return the facts that were read, or those that the candidate stated."""
        statement = (
            select(ResumeFact)
            .where(ResumeFact.resume_id == resume_id, ResumeFact.origin == origin)
            .order_by(ResumeFact.position)
        )
        return [_fact(row) for row in (await self.session.scalars(statement)).all()]

    async def replace_facts(self, resume: Resume, facts: Iterable[common.ResumeFact], origin: FactOrigin) -> None:
        """Put facts of one origin in the place of those before; facts of the other origin stay.

        Positions are unique within a résumé: the candidate's version stands behind what was read.
        """
        await self.session.execute(
            delete(ResumeFact)
            .where(ResumeFact.resume_id == resume.id, ResumeFact.origin == origin)
            .execution_options(synchronize_session=False)
        )
        last = await self.session.scalar(select(func.max(ResumeFact.position)).where(ResumeFact.resume_id == resume.id))
        first = 0 if last is None else last + 1
        self.session.add_all(_rows(resume, facts, origin, first=first))
        await self.session.flush()


def _rows(
    resume: Resume, facts: Iterable[common.ResumeFact], origin: FactOrigin, *, first: int
) -> Sequence[ResumeFact]:
    return [
        ResumeFact(
            company_id=resume.company_id,
            resume_id=resume.id,
            position=position,
            kind=fact.kind,
            title=fact.title,
            detail=fact.detail,
            organization=fact.organization,
            started=fact.start,
            ended=fact.end,
            origin=origin,
        )
        for position, fact in enumerate(facts, start=first)
    ]


def _fact(row: ResumeFact) -> common.ResumeFact:
    return common.ResumeFact(
        kind=row.kind,
        title=row.title,
        detail=row.detail,
        organization=row.organization,
        start=row.started,
        end=row.ended,
    )
