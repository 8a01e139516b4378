"""Queries of interviews and their turns."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from backend_core.errors import NotFoundError
from backend_core.models import Answer, BankQuestion, EngineStatus, Interview, MediaSession, Question, Turn
from backend_core.persistence import Repository, transaction_memo


@dataclass(slots=True)
class InterviewRows:
    """The rows of one interview: plan, turns in their order, and the answers by turn."""

    interview: Interview
    questions: list[Question]
    turns: list[Turn]
    answers: dict[UUID, Answer]

    def turn(self, turn_id: UUID) -> Turn | None:
        """Return a turn by its id."""
        return next((turn for turn in self.turns if turn.id == turn_id), None)

    def question_of(self, turn: Turn) -> Question:
        """Return the planned question that a turn belongs to."""
        return next(question for question in self.questions if question.id == turn.question_id)


class InterviewRepository(Repository[Interview]):
    """Interviews."""

    model = Interview

    async def locked(self, interview_id: UUID) -> Interview:
        """Return the interview as it is now, locked until the end of the transaction.

        Other transactions may still add rows that refer to it. Everything that changes an interview takes this lock
        before any other. While this transaction holds it nobody else changes the row, so it is read once. Raises
        `NotFoundError`.
        """
        held: Interview | None = transaction_memo(self.session).get((Interview, interview_id))
        if held is not None:
            return held
        statement = (
            select(Interview)
            .where(Interview.id == interview_id)
            .options(joinedload(Interview.job))
            .with_for_update(key_share=True, of=Interview)
            .execution_options(populate_existing=True)
        )
        found = await self.one_or_none(statement)
        if found is None:
            raise NotFoundError
        transaction_memo(self.session)[Interview, interview_id] = found
        return found

    async def rows(self, interview: Interview) -> InterviewRows:
        """Return plan, turns and answers as they are now."""
        fresh = {"populate_existing": True}
        questions = await self.session.scalars(
            select(Question)
            .where(Question.interview_id == interview.id)
            .order_by(Question.position)
            .execution_options(**fresh)
        )
        turns = await self.session.scalars(
            select(Turn).where(Turn.interview_id == interview.id).order_by(Turn.index).execution_options(**fresh)
        )
        answers = await self.session.scalars(
            select(Answer).where(Answer.interview_id == interview.id).execution_options(**fresh)
        )
        return InterviewRows(
            interview=interview,
            questions=list(questions),
            turns=list(turns),
            answers={answer.turn_id: answer for answer in answers},
        )

    async def shown(self, interview_id: UUID) -> Interview:
        """Return an interview with what every view of it names. Raises `NotFoundError`."""
        statement = (
            select(Interview)
            .where(Interview.id == interview_id)
            .options(joinedload(Interview.job), joinedload(Interview.company), joinedload(Interview.candidate))
            .execution_options(populate_existing=True)
        )
        found = await self.one_or_none(statement)
        if found is None:
            raise NotFoundError
        return found

    async def transcript(self, interview_id: UUID) -> list[Turn]:
        """Return the turns with their questions, answers and transcripts."""
        statement = (
            select(Turn)
            .where(Turn.interview_id == interview_id)
            .order_by(Turn.index)
            .options(joinedload(Turn.question), joinedload(Turn.answer).options(selectinload(Answer.entries)))
            .execution_options(populate_existing=True)
        )
        return list((await self.session.scalars(statement)).unique())

    async def core_questions(self, job_id: UUID) -> list[BankQuestion]:
        """Return the questions that every candidate of a job version is asked, in their order."""
        statement = (
            select(BankQuestion)
            .where(BankQuestion.job_id == job_id, BankQuestion.core)
            .order_by(BankQuestion.position, BankQuestion.key)
        )
        return list(await self.session.scalars(statement))

    async def engines(self) -> list[EngineStatus]:
        """Return what worker processes said of their engines, the newest word first."""
        statement = select(EngineStatus).order_by(EngineStatus.reported_at.desc())
        return list(await self.session.scalars(statement))

    async def connected(self, interview_id: UUID) -> bool:
        """Return whether the candidate's live connection stands."""
        statement = (
            select(MediaSession.id)
            .where(
                MediaSession.interview_id == interview_id,
                MediaSession.connected_at.is_not(None),
                MediaSession.disconnected_at.is_(None),
            )
            .limit(1)
        )
        return (await self.session.scalar(statement)) is not None
