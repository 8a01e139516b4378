"""Queries of evaluations, rubrics and reports."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import selectinload

from backend_core.models import Evaluation, Question, Report, Rubric, TaskRecord
from backend_core.models.vocabulary import TaskState
from backend_core.persistence import Repository


class EvaluationRepository(Repository[Evaluation]):
    """Ratings. The one of the latest run counts for its question."""

    model = Evaluation

    async def latest(self, interview_id: UUID) -> dict[UUID, Evaluation]:
        """Return the rating that counts for each question that has one, with its quotes."""
        statement = (
            select(Evaluation)
            .where(Evaluation.interview_id == interview_id)
            .ext(distinct_on(Evaluation.question_id))
            .order_by(Evaluation.question_id, Evaluation.attempt.desc())
            .options(selectinload(Evaluation.quotes))
            .execution_options(populate_existing=True)
        )
        return {evaluation.question_id: evaluation for evaluation in await self.all(statement)}

    async def rubric_for(self, question: Question) -> Rubric | None:
        """Return the newest rubric of the question's competency; one for this very question comes first."""
        statement = (
            select(Rubric)
            .where(
                Rubric.competency_id == question.competency_id,
                Rubric.bank_question_id.is_(None) | (Rubric.bank_question_id == question.bank_question_id),
            )
            .order_by(Rubric.bank_question_id.is_(None), Rubric.version.desc())
            .limit(1)
            .options(selectinload(Rubric.anchors))
        )
        rubric: Rubric | None = (await self.session.scalars(statement)).one_or_none()
        return rubric

    async def rubrics(self, rubric_ids: set[UUID]) -> dict[UUID, Rubric]:
        """Return rubrics with their anchors."""
        statement = select(Rubric).where(Rubric.id.in_(rubric_ids)).options(selectinload(Rubric.anchors))
        return {rubric.id: rubric for rubric in (await self.session.scalars(statement)).all()}

    async def is_unfinished(self, task_key: str) -> bool:
        """Return whether a task with this key waits for its result."""
        statement = select(TaskRecord.id).where(
            TaskRecord.key == task_key, TaskRecord.state.in_([TaskState.PENDING, TaskState.SENT])
        )
        return await self.session.scalar(statement) is not None

    async def report(self, interview_id: UUID) -> Report | None:
        """Return the report of an interview."""
        statement = select(Report).where(Report.interview_id == interview_id)
        report: Report | None = (await self.session.scalars(statement)).one_or_none()
        return report
