"""Results of the evaluation's tasks. Each is safe to run twice, and one that comes too late changes nothing."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.evaluations import service
from backend_core.evaluations.evidence import CheckedRating, JoinedTranscript, SourcePiece, check_rating
from backend_core.evaluations.repository import EvaluationRepository
from backend_core.evaluations.service import Rated
from backend_core.interviews.machine.events import EvaluationFailed, EvaluationReady
from backend_core.interviews.repository import InterviewRepository
from backend_core.interviews.runner import apply
from backend_core.models import Evaluation, EvaluationQuote, Interview, Job, Report, TaskRecord
from backend_core.models.vocabulary import EvaluationState
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import TaskError
from interview_contracts.payloads.common import Quote
from interview_contracts.payloads.evaluations import (
    Observation,
    RateAnswerPayload,
    RateAnswerResult,
    ReportPoint,
    WriteReportResult,
)
from interview_contracts.vocabulary import InterviewState


async def answer_rated(
    session: AsyncSession, record: TaskRecord, result: RateAnswerResult, engine: EngineInfo | None
) -> None:
    """Check the quotes, store the rating, and have the report written when it was the last."""
    interview, evaluation = await _waiting_rating(session, record)
    if interview is None or evaluation is None:
        return
    checked = check_rating(result, _rated_transcript(record))
    evaluation.state = EvaluationState.NOT_RATED if checked.level is None else EvaluationState.RATED
    evaluation.level = checked.level
    evaluation.rationale = _text(result.rationale)
    evaluation.missing = _text(result.missing)
    evaluation.observations = tuple(_observation(entry) for entry in result.observations)
    evaluation.draws = list(result.draws)
    evaluation.spread = result.spread
    evaluation.engine = engine
    evaluation.prompt_version = result.prompt_version
    evaluation.finished_at = datetime.now(UTC)
    session.add_all(_quotes(evaluation, checked))
    await session.flush()
    await _go_on(session, interview)


async def rating_failed(session: AsyncSession, record: TaskRecord, error: TaskError) -> None:
    """Show the rating as failed. There is no level in its place."""
    interview, evaluation = await _waiting_rating(session, record)
    if interview is None or evaluation is None:
        return
    evaluation.state = EvaluationState.FAILED
    evaluation.error_code = error.code
    evaluation.finished_at = datetime.now(UTC)
    await session.flush()
    await _go_on(session, interview)


async def report_written(
    session: AsyncSession, record: TaskRecord, result: WriteReportResult, engine: EngineInfo | None
) -> None:
    """Store the report, once, with figures computed here, and close the interview."""
    interview = await _evaluating(session, record)
    if interview is None:
        return
    if await EvaluationRepository(session).report(interview.id) is None:
        job = await session.get_one(Job, interview.job_id)
        ratings = await service.rated_questions(session, interview.id)
        figures = service.aggregate_ratings(ratings, job.weights)
        session.add(
            Report(
                company_id=interview.company_id,
                interview_id=interview.id,
                language=interview.language,
                evaluation_attempt=interview.evaluation_attempt,
                dimensions=service.dimension_scores(figures),
                weights=job.weights,
                overall=figures.overall,
                summary=_text(result.summary),
                strengths=_points(result.strengths, ratings),
                improvements=_points(result.improvements, ratings),
                engine=engine,
                generated_at=datetime.now(UTC),
            )
        )
        await session.flush()
    await apply(session, interview.id, EvaluationReady())


async def report_failed(session: AsyncSession, record: TaskRecord, _error: TaskError) -> None:
    """Show the evaluation as failed; the ratings stay, and a person may have it run again."""
    interview = await _evaluating(session, record)
    if interview is not None:
        await apply(session, interview.id, EvaluationFailed())


async def _go_on(session: AsyncSession, interview: Interview) -> None:
    if not await service.write_when_rated(session, interview):
        await apply(session, interview.id, EvaluationFailed())


async def _evaluating(session: AsyncSession, record: TaskRecord) -> Interview | None:
    """Return the interview of a result, locked, while it is being evaluated.

    The lock makes the last two ratings of an interview follow each other, so that one of them sees that all are in.
    """
    if record.interview_id is None:
        return None
    interview = await InterviewRepository(session).locked(record.interview_id)
    return interview if interview.state is InterviewState.EVALUATING else None


async def _waiting_rating(session: AsyncSession, record: TaskRecord) -> tuple[Interview | None, Evaluation | None]:
    interview = await _evaluating(session, record)
    if interview is None:
        return None, None
    evaluation = await EvaluationRepository(session).lock(UUID((record.context or {})["evaluation_id"]))
    waiting = evaluation is not None and evaluation.state is EvaluationState.PENDING
    return interview, evaluation if waiting else None


def _rated_transcript(record: TaskRecord) -> JoinedTranscript:
    """Return the transcript as it was given to the rating, so that quotes are checked against what was read."""
    payload = RateAnswerPayload.model_validate(record.payload)
    turn_ids = [UUID(turn_id) for turn_id in (record.context or {})["turn_ids"]]
    return JoinedTranscript(
        SourcePiece(turn_id, piece.text, piece.start_s, piece.end_s)
        for turn_id, piece in zip(turn_ids, payload.pieces, strict=True)
    )


def _quotes(evaluation: Evaluation, checked: CheckedRating) -> list[EvaluationQuote]:
    return [
        EvaluationQuote(
            interview_id=evaluation.interview_id,
            evaluation_id=evaluation.id,
            turn_id=quote.turn_id,
            position=position,
            text=quote.text,
            start_char=quote.start,
            end_char=quote.end,
            start_s=quote.start_s,
            end_s=quote.end_s,
        )
        for position, quote in enumerate(checked.quotes)
    ]


def _points(points: tuple[ReportPoint, ...], ratings: list[Rated]) -> tuple[ReportPoint, ...]:
    """Keep of each point the answers that exist, and its quote only where one of them says it word for word."""
    transcripts = {rating.asked.id: rating.asked.transcript for rating in ratings}
    kept = []
    for point in points:
        answer_ids = tuple(answer_id for answer_id in point.answer_ids if answer_id in transcripts)
        quote = Quote(text=point.quote, start=0, end=len(point.quote))
        said = any(transcripts[answer_id].verify(quote) is not None for answer_id in answer_ids or transcripts)
        kept.append(ReportPoint(text=_text(point.text), answer_ids=answer_ids, quote=point.quote if said else ""))
    return tuple(kept)


def _observation(entry: Observation) -> Observation:
    return entry.model_copy(update={"code": _text(entry.code), "note": _text(entry.note)})


def _text(text: str) -> str:
    """Return text that PostgreSQL can store."""
    return text.replace("\x00", "")
