"""Running an evaluation: what is rated, with what, and the arithmetic of the result."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core import models
from backend_core.evaluations.aggregation import Aggregate, Level, aggregate
from backend_core.evaluations.answers import AskedQuestion, asked_questions
from backend_core.evaluations.repository import EvaluationRepository
from backend_core.models import Evaluation, Interview, Job, Rubric
from backend_core.models.vocabulary import EvaluationState
from backend_core.tasks.send import send
from interview_contracts import registry
from interview_contracts.payloads.common import Competency, RubricAnchor
from interview_contracts.payloads.evaluations import (
    DimensionScore,
    RateAnswerPayload,
    RatedAnswer,
    WriteReportPayload,
)
from interview_contracts.vocabulary import Dimension, Language

_KEPT = frozenset({EvaluationState.RATED, EvaluationState.NOT_RATED})


@dataclass(frozen=True, slots=True)
class Rated:
    """A question with the rating that counts for it, and the competency and dimension that it is rated by."""

    asked: AskedQuestion
    evaluation: Evaluation
    competency: models.Competency
    dimension: Dimension


async def start(session: AsyncSession, interview_id: UUID) -> None:
    """Begin a run of the evaluation: have every scored answer rated, or the report written when none is left to rate.

    The interview's row is locked by the caller, and every answer has its transcript or never will. Ratings of an
    earlier run stay; only those that failed are made again. Does nothing while a run goes on.
    """
    await session.flush()
    interview = await session.get_one(Interview, interview_id)
    evaluations = EvaluationRepository(session)
    latest = await evaluations.latest(interview_id)
    if any(evaluation.state is EvaluationState.PENDING for evaluation in latest.values()):
        return
    if await evaluations.is_unfinished(_report_key(interview)):
        return
    interview.evaluation_attempt += 1
    for asked in await asked_questions(session, interview_id):
        before = latest.get(asked.question.id)
        if is_scored(asked) and (before is None or before.state not in _KEPT):
            await _begin(session, interview, asked, rubric=await evaluations.rubric_for(asked.question))
    await session.flush()
    await write_when_rated(session, interview)


async def write_when_rated(session: AsyncSession, interview: Interview) -> bool:
    """Have the report written once every rating is in. Returns False when one failed, so that the run has failed."""
    ratings = await rated_questions(session, interview.id)
    states = {rating.evaluation.state for rating in ratings}
    if EvaluationState.PENDING in states:
        return True
    if EvaluationState.FAILED in states:
        return False
    job = await session.get_one(Job, interview.job_id)
    result = aggregate_ratings(ratings, job.weights)
    await send(
        session,
        registry.EVALUATION_WRITE_REPORT,
        WriteReportPayload(
            language=interview.language,
            job_title=job.title_ko if interview.language is Language.KO else job.title_en,
            ratings=tuple(_rated_answer(rating, interview.language) for rating in ratings),
            dimensions=dimension_scores(result),
        ),
        key=_report_key(interview),
        interview_id=interview.id,
    )
    return True


async def rated_questions(session: AsyncSession, interview_id: UUID) -> list[Rated]:
    """Return the scored questions that were asked, with the ratings that count, in their order."""
    latest = await EvaluationRepository(session).latest(interview_id)
    found = []
    for asked in await asked_questions(session, interview_id):
        evaluation, competency = latest.get(asked.question.id), asked.question.competency
        if evaluation is not None and competency is not None:
            found.append(Rated(asked, evaluation, competency, evaluation.dimension or competency.dimension))
    return found


def is_scored(asked: AskedQuestion) -> bool:
    """Return whether a question is rated: it says so and has a competency to be rated by."""
    return asked.question.scored and asked.question.competency is not None


def aggregate_ratings(ratings: Iterable[Rated], weights: Mapping[str, float]) -> Aggregate:
    """Return dimensions and overall figure by the weights of the job."""
    levels = [Level(rating.dimension, rating.evaluation.level) for rating in ratings]
    return aggregate(levels, {Dimension(name): float(weight) for name, weight in weights.items()})


def dimension_scores(result: Aggregate) -> tuple[DimensionScore, ...]:
    """Return the dimensions as the report stores them."""
    return tuple(
        DimensionScore(dimension=entry.dimension, score=entry.score, rated_answers=entry.rated)
        for entry in result.dimensions
    )


async def _begin(session: AsyncSession, interview: Interview, asked: AskedQuestion, *, rubric: Rubric | None) -> None:
    """Have an answer rated, or note at once that there is nothing to rate or nothing to rate it by."""
    competency = asked.question.competency
    if competency is None:
        return
    transcript = asked.transcript
    evaluation = Evaluation(
        interview_id=interview.id,
        question_id=asked.question.id,
        competency_id=competency.id,
        rubric_id=None if rubric is None else rubric.id,
        rubric_version=None if rubric is None else rubric.version,
        attempt=interview.evaluation_attempt,
        state=EvaluationState.PENDING,
        dimension=competency.dimension,
    )
    session.add(evaluation)
    if asked.transcript_missing or not transcript.pieces or rubric is None:
        evaluation.state = EvaluationState.NOT_RATED
        evaluation.finished_at = datetime.now(UTC)
        return
    await session.flush()
    await send(
        session,
        registry.EVALUATION_RATE_ANSWER,
        RateAnswerPayload(
            question=asked.wording,
            section=asked.question.section,
            competency=_competency(competency, interview.language),
            dimension=competency.dimension,
            anchors=tuple(
                RubricAnchor(level=anchor.level, text=anchor_text(anchor, interview.language))
                for anchor in rubric.anchors
            ),
            pieces=transcript.pieces,
            language=interview.language,
            rubric_version=rubric.version,
        ),
        key=f"evaluation.rate:{evaluation.id}",
        interview_id=interview.id,
        context={"evaluation_id": str(evaluation.id), "turn_ids": [str(turn_id) for turn_id in transcript.turn_ids]},
    )


def _report_key(interview: Interview) -> str:
    return f"evaluation.report:{interview.id}:{interview.evaluation_attempt}"


def anchor_text(anchor: models.RubricAnchor, language: Language) -> str:
    """Return the words of an anchor."""
    return anchor.text_ko if language is Language.KO else anchor.text_en


def competency_name(competency: models.Competency, language: Language) -> str:
    """Return the name of a competency."""
    return competency.name_ko if language is Language.KO else competency.name_en


def _competency(row: models.Competency, language: Language) -> Competency:
    definition = row.definition_ko if language is Language.KO else row.definition_en
    return Competency(id=row.id, name=competency_name(row, language), definition=definition)


def _rated_answer(rating: Rated, language: Language) -> RatedAnswer:
    asked, evaluation = rating.asked, rating.evaluation
    return RatedAnswer(
        answer_id=asked.id,
        question=asked.turns[0].text,
        section=asked.question.section,
        competency=competency_name(rating.competency, language),
        dimension=rating.dimension,
        level=evaluation.level,
        quotes=tuple(quote.text for quote in evaluation.quotes),
        rationale=evaluation.rationale,
        missing=evaluation.missing,
    )
