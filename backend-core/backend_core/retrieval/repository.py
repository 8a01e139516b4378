"""Queries of the index of passages."""

from collections.abc import Sequence
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import cast, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import TEXT
from sqlalchemy.types import ARRAY

from backend_core.models import BankQuestion, Competency, Passage, TalentValue
from backend_core.models.vocabulary import PassageSource
from backend_core.persistence import Repository
from interview_contracts.vocabulary import Language

SourceKey: TypeAlias = tuple[PassageSource, UUID | None, Language, int]


class PassageRepository(Repository[Passage]):
    """Passages, and the rows that they are made of."""

    model = Passage

    @staticmethod
    def source_key(passage: Passage) -> SourceKey:
        """Return what makes a passage of the company's material unique."""
        source_id = (
            passage.talent_value_id or passage.job_posting_id or passage.competency_id or passage.bank_question_id
        )
        return passage.source, source_id, passage.language, passage.position

    async def known_sources(self, company_id: UUID) -> set[SourceKey]:
        """Return the keys of the company's material that is indexed."""
        source_id = func.coalesce(
            Passage.talent_value_id, Passage.job_posting_id, Passage.competency_id, Passage.bank_question_id
        )
        rows = await self.session.execute(
            select(Passage.source, source_id, Passage.language, Passage.position).where(
                Passage.company_id == company_id, Passage.interview_id.is_(None)
            )
        )
        return {(source, key, language, position) for source, key, language, position in rows}

    async def competencies_of(self, job_id: UUID) -> Sequence[Competency]:
        """Return a job's competencies."""
        return (await self.session.scalars(select(Competency).where(Competency.job_id == job_id))).all()

    async def bank_questions_of(self, job_id: UUID) -> Sequence[BankQuestion]:
        """Return a job's question bank."""
        return (await self.session.scalars(select(BankQuestion).where(BankQuestion.job_id == job_id))).all()

    async def talent_values_of(self, talent_profile_id: UUID | None) -> Sequence[TalentValue]:
        """Return the values of a talent profile."""
        statement = select(TalentValue).where(TalentValue.talent_profile_id == talent_profile_id)
        return (await self.session.scalars(statement)).all()

    async def set_embedding(
        self, passage_id: UUID, *, vector: Sequence[float], lexemes: Sequence[str], model: str, kept_in: str | None
    ) -> None:
        """Store what the embedding task says about a passage, if it is still there.

        A vector of the space that passages are kept in is never replaced by one of another space. The words are stored
        as they are: the text search parser would take `c++` or `node.js` apart.
        """
        replaceable = Passage.id == passage_id
        if kept_in is not None and model != kept_in:
            replaceable &= or_(Passage.model.is_(None), Passage.model != kept_in)
        await self.session.execute(
            update(Passage)
            .where(replaceable)
            .values(
                embedding=list(vector),
                model=model,
                lexemes=func.array_to_tsvector(cast(list(lexemes), ARRAY(TEXT()))),
            )
            .execution_options(synchronize_session=False)
        )

    async def elsewhere(self, passage_ids: Sequence[UUID], *, space: str) -> list[Passage]:
        """Return those of the passages that have a vector of another space."""
        statement = select(Passage).where(Passage.id.in_(passage_ids), Passage.model != space).order_by(Passage.id)
        return await self.all(statement)

    async def replace_resume(self, interview_id: UUID, passages: Sequence[Passage]) -> None:
        """Put these passages in the place of all earlier résumé passages of an interview."""
        await self.session.execute(
            delete(Passage)
            .where(Passage.interview_id == interview_id, Passage.source == PassageSource.RESUME)
            .execution_options(synchronize_session=False)
        )
        self.session.add_all(passages)
        await self.session.flush()

    async def query_ids(
        self, *, company_id: UUID, job_id: UUID, talent_profile_id: UUID | None, language: Language
    ) -> Sequence[UUID]:
        """Return what stands for the job as a query: its competencies, its questions, and the values looked for."""
        values = select(TalentValue.id).where(TalentValue.talent_profile_id == talent_profile_id)
        statement = select(Passage.id).where(
            Passage.company_id == company_id,
            Passage.interview_id.is_(None),
            Passage.language == language,
            or_(
                (Passage.job_id == job_id)
                & Passage.source.in_([PassageSource.COMPETENCY, PassageSource.QUESTION_BANK]),
                Passage.talent_value_id.in_(values),
            ),
        )
        return (await self.session.scalars(statement)).all()

    async def resume_passages(self, interview_id: UUID) -> Sequence[tuple[UUID, Language]]:
        """Return (key, language) of the résumé passages of an interview."""
        rows = await self.session.execute(
            select(Passage.id, Passage.language).where(
                Passage.interview_id == interview_id, Passage.source == PassageSource.RESUME
            )
        )
        return [(passage_id, language) for passage_id, language in rows]

    async def competency_by_passage(self, passage_ids: Sequence[UUID]) -> dict[UUID, UUID]:
        """Return the competency that a query passage stands for, directly or through its question."""
        rows = await self.session.execute(
            select(Passage.id, func.coalesce(Passage.competency_id, BankQuestion.competency_id))
            .outerjoin(BankQuestion, BankQuestion.id == Passage.bank_question_id)
            .where(Passage.id.in_(passage_ids))
        )
        return {passage_id: competency_id for passage_id, competency_id in rows if competency_id is not None}
