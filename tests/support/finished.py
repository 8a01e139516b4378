"""An interview whose last answer has been given, and the workers that evaluate it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select, update

from backend_core.evaluations import handlers
from backend_core.evaluations.service import start
from backend_core.models import Answer, BankQuestion, Competency, Interview, Job, Question, TaskRecord, TranscriptEntry
from backend_core.models import Turn as TurnRow
from backend_core.models.vocabulary import TaskState, TranscriptSource, TranscriptState
from backend_core.persistence import Sessions
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode, TaskError
from interview_contracts.payloads.common import Quote
from interview_contracts.payloads.evaluations import (
    RateAnswerPayload,
    RateAnswerResult,
    ReportPoint,
    WriteReportPayload,
    WriteReportResult,
)
from interview_contracts.vocabulary import (
    AnswerEndReason,
    AnswerMode,
    Capability,
    FollowUpIntent,
    QuestionSource,
    Section,
)

ENGINE = EngineInfo(capability=Capability.LLM, name="rules", version="1")
STT = EngineInfo(capability=Capability.STT, name="scripted", version="1")
FAILED = TaskError(code=ErrorCode.ENGINE_FAILED, retryable=False)


@dataclass(frozen=True)
class Said:
    """One answer: pieces with times, typed text, or (None) speech without a transcript."""

    pieces: tuple[str, ...] | None = ()
    typed: str | None = None
    follow_up: "Said | None" = None


@dataclass
class Finished:
    """Rows of a finished interview."""

    sessions: Sessions
    interview: Interview
    turn_ids: list[UUID] = field(default_factory=list)

    async def ask(self, job: Job, said: Said, *, scored: bool = True, source: QuestionSource | None = None) -> UUID:
        """Add a question with its answer, and its follow-up's; return the turn of the question."""
        async with self.sessions() as session:
            competency = (await session.scalars(select(Competency).where(Competency.job_id == job.id).limit(1))).one()
            bank = (await session.scalars(select(BankQuestion).where(BankQuestion.job_id == job.id).limit(1))).one()
            position = len(
                (await session.scalars(select(Question).where(Question.interview_id == self.interview.id))).all()
            )
            question = Question(
                interview_id=self.interview.id,
                competency_id=competency.id if scored else None,
                bank_question_id=bank.id,
                key=f"q{position}",
                position=position,
                section=Section.PROBLEM_SOLVING,
                source=source or QuestionSource.BANK,
                text=f"Question {position}",
                scored=scored,
                answer_limit_s=180,
            )
            session.add(question)
            await session.flush()
            first = await self._turn(session, question, said, follow_up=False)
            if said.follow_up is not None:
                await self._turn(session, question, said.follow_up, follow_up=True)
            await session.commit()
            return first

    async def _turn(self, session, question: Question, said: Said, *, follow_up: bool) -> UUID:  # type: ignore[no-untyped-def]
        now = datetime.now(UTC)
        turn = TurnRow(
            interview_id=self.interview.id,
            question_id=question.id,
            index=len(self.turn_ids),
            source=QuestionSource.FOLLOW_UP if follow_up else question.source,
            intent=FollowUpIntent.RESULT if follow_up else None,
            text=f"Follow-up to {question.position}" if follow_up else question.text,
            engine=ENGINE if follow_up else None,
            answer_limit_s=180,
            asked_at=now,
            answer_opened_at=now,
            closed_at=now,
        )
        session.add(turn)
        await session.flush()
        self.turn_ids.append(turn.id)
        typed = said.typed is not None
        answer = Answer(
            interview_id=self.interview.id,
            turn_id=turn.id,
            mode=AnswerMode.TYPED if typed else AnswerMode.SPOKEN,
            end_reason=AnswerEndReason.CANDIDATE,
            ended_at=now,
            typed_text=said.typed,
            transcript_state=TranscriptState.UNAVAILABLE if said.pieces is None else TranscriptState.READY,
            transcript_source=TranscriptSource.TYPED if typed else TranscriptSource.STORED,
            transcript_engine=None if typed else STT,
        )
        session.add(answer)
        await session.flush()
        for index, text in enumerate(said.pieces or ()):
            for source in (TranscriptSource.STORED, TranscriptSource.LIVE):
                session.add(
                    TranscriptEntry(
                        interview_id=self.interview.id,
                        answer_id=answer.id,
                        turn_id=turn.id,
                        question_id=question.id,
                        source=source,
                        index=index,
                        text=text if source is TranscriptSource.STORED else "(live draft)",
                        start_s=index * 2.0,
                        end_s=index * 2.0 + 1.5,
                    )
                )
                await session.flush()
        return turn.id

    async def start(self) -> None:
        """Begin the evaluation as the runner does."""
        async with self.sessions() as session:
            await start(session, self.interview.id)
            await session.commit()

    async def tasks(self, name: str) -> list[TaskRecord]:
        """Return the tasks of a kind in the order in which they were asked for."""
        async with self.sessions() as session:
            return list(
                await session.scalars(select(TaskRecord).where(TaskRecord.name == name).order_by(TaskRecord.id))
            )

    async def ratings(self) -> list[TaskRecord]:
        """Return the rating tasks."""
        return await self.tasks("evaluation.rate_answer")

    async def reports(self) -> list[TaskRecord]:
        """Return the report tasks."""
        return await self.tasks("evaluation.write_report")

    async def rate(self, task: TaskRecord, result: RateAnswerResult) -> None:
        """Let the worker's result of a rating arrive."""
        async with self.sessions() as session:
            await handlers.answer_rated(session, task, result, ENGINE)
            await session.commit()

    async def fail_rating(self, task: TaskRecord) -> None:
        """Let a rating fail for good."""
        async with self.sessions() as session:
            await handlers.rating_failed(session, task, FAILED)
            await session.commit()

    async def write(self, task: TaskRecord, result: WriteReportResult | None = None) -> None:
        """Let the worker's words of the report arrive."""
        async with self.sessions() as session:
            await handlers.report_written(session, task, result or words(task), ENGINE)
            await session.commit()

    async def fail_report(self, task: TaskRecord) -> None:
        """Let the writing of the report fail for good."""
        async with self.sessions() as session:
            await session.execute(update(TaskRecord).where(TaskRecord.id == task.id).values(state=TaskState.FAILED))
            await handlers.report_failed(session, task, FAILED)
            await session.commit()

    async def evaluate(self, level: int = 4) -> None:
        """Do all of the evaluation."""
        await self.start()
        for task in await self.ratings():
            await self.rate(task, rating(task, level))
        for task in await self.reports():
            await self.write(task)

    async def state(self) -> str:
        """Return the interview's state."""
        async with self.sessions() as session:
            return (await session.get_one(Interview, self.interview.id)).state.value


def rating(task: TaskRecord, level: int = 4, *, quote: str | None = None) -> RateAnswerResult:
    """Return a rating that quotes the beginning of the transcript, or what `quote` says."""
    payload = RateAnswerPayload.model_validate(task.payload)
    text = payload.pieces[0].text if quote is None else quote
    return RateAnswerResult(
        level=level,
        quotes=(Quote(text=text, start=0, end=len(text)),),
        rationale="because\x00",
        missing="a number",
        draws=(level, level, level),
        prompt_version="rate-1",
    )


def words(task: TaskRecord) -> WriteReportResult:
    """Return the words of a report with one true and one invented quote."""
    payload = WriteReportPayload.model_validate(task.payload)
    ids = tuple(entry.answer_id for entry in payload.ratings)
    quotes = [quote for entry in payload.ratings for quote in entry.quotes]
    return WriteReportResult(
        summary="A summary.",
        strengths=(ReportPoint(text="Measures", answer_ids=ids[:1], quote=quotes[0] if quotes else ""),),
        improvements=(ReportPoint(text="Numbers", answer_ids=(UUID(int=0),), quote="never said"),),
    )
