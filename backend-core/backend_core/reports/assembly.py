"""Putting a report together from stored rows. Pure: it reads what was loaded and nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from backend_core.decisions.schemas import HumanRatingOut
from backend_core.evaluations.answers import AskedQuestion, pieces_of
from backend_core.evaluations.service import anchor_text, competency_name, is_scored
from backend_core.jobs.weights import normalised_weights
from backend_core.models import Evaluation, Report, Rubric, Turn
from backend_core.models.vocabulary import EvaluationState, RecordingState, TranscriptState
from backend_core.reports.schemas import (
    NotRatedReason,
    RatingStatus,
    ReportAnswerOut,
    ReportDimensionOut,
    ReportPieceOut,
    ReportQuoteOut,
    ReportTurnOut,
)
from interview_contracts.engines import EngineInfo
from interview_contracts.vocabulary import Dimension, Language

_STATUS = {
    EvaluationState.PENDING: RatingStatus.PENDING,
    EvaluationState.RATED: RatingStatus.RATED,
    EvaluationState.NOT_RATED: RatingStatus.NOT_RATED,
    EvaluationState.FAILED: RatingStatus.FAILED,
}


def answer_out(
    asked: AskedQuestion,
    evaluation: Evaluation | None,
    rubric: Rubric | None,
    *,
    index: int,
    language: Language,
    human_ratings: Sequence[HumanRatingOut],
    recordings: bool,
) -> ReportAnswerOut:
    """Return a planned question with its rating, evidence and transcript. `index` counts from 1.

    `recordings` tells whether the candidate agrees to recording.
    """
    question, competency = asked.question, asked.question.competency
    status = _status(asked, evaluation)
    turns = [_turn_out(turn, recordings=recordings) for turn in asked.turns]
    return ReportAnswerOut(
        turn_id=asked.id,
        index=index,
        section=question.section,
        question=asked.turns[0].text,
        source=question.source,
        competency=None if competency is None else competency_name(competency, language),
        dimension=None if competency is None else competency.dimension,
        status=status,
        not_rated_reason=_reason(asked) if status is RatingStatus.NOT_RATED else None,
        level=None if evaluation is None else evaluation.level,
        anchor_text=_anchor(evaluation, rubric, language),
        spread=0 if evaluation is None else evaluation.spread,
        quotes=[
            ReportQuoteOut(text=quote.text, turn_id=quote.turn_id or asked.id, start_s=quote.start_s, end_s=quote.end_s)
            for quote in (evaluation.quotes if evaluation is not None else ())
        ],
        rationale="" if evaluation is None else evaluation.rationale,
        missing="" if evaluation is None else evaluation.missing,
        observations=[] if evaluation is None else list(evaluation.observations or ()),
        engine=None if evaluation is None else evaluation.engine,
        prompt_version="" if evaluation is None else evaluation.prompt_version,
        rubric_version=None if evaluation is None else evaluation.rubric_version,
        transcript=turns,
        recording_available=any(turn.recording_available for turn in turns),
        human_ratings=list(human_ratings),
    )


def dimensions_out(report: Report | None, weights: Mapping[str, float]) -> list[ReportDimensionOut]:
    """Return all six dimensions; without a report none of them has a score."""
    scores = {} if report is None else {entry.dimension: entry for entry in report.dimensions}
    shares = normalised_weights(weights)
    found = []
    for dimension in Dimension:
        entry = scores.get(dimension)
        found.append(
            ReportDimensionOut(
                dimension=dimension,
                score=None if entry is None else entry.score,
                weight=shares[dimension],
                rated=0 if entry is None else entry.rated_answers,
            )
        )
    return found


def distinct_engines(engines: Iterable[EngineInfo | None]) -> list[EngineInfo]:
    """Return each engine once, ordered by capability and name."""
    distinct = {engine for engine in engines if engine is not None}
    return sorted(distinct, key=lambda engine: (engine.capability, engine.name, engine.version, engine.model))


def engines_of(asked: AskedQuestion, evaluation: Evaluation | None) -> list[EngineInfo | None]:
    """Return the engines that had a part in a question, its transcript and its rating."""
    found = [None if evaluation is None else evaluation.engine]
    for turn in asked.turns:
        found += [turn.engine, None if turn.answer is None else turn.answer.transcript_engine]
    return found


def human_ratings_by_question(
    asked: Sequence[AskedQuestion], ratings: Iterable[tuple[UUID, HumanRatingOut]]
) -> dict[UUID, list[HumanRatingOut]]:
    """Group human ratings by the question that they are about."""
    grouped: dict[UUID, list[HumanRatingOut]] = {entry.question.id: [] for entry in asked}
    for question_id, rating in ratings:
        grouped.setdefault(question_id, []).append(rating)
    return grouped


def _status(asked: AskedQuestion, evaluation: Evaluation | None) -> RatingStatus:
    if evaluation is not None:
        return _STATUS[evaluation.state]
    return RatingStatus.PENDING if is_scored(asked) else RatingStatus.NOT_SCORED


def _reason(asked: AskedQuestion) -> NotRatedReason:
    if asked.transcript_missing:
        return NotRatedReason.NO_TRANSCRIPT
    return NotRatedReason.NO_EVIDENCE if asked.transcript.pieces else NotRatedReason.NO_ANSWER


def _anchor(evaluation: Evaluation | None, rubric: Rubric | None, language: Language) -> str | None:
    if evaluation is None or rubric is None:
        return None
    level = evaluation.level
    reached = [anchor for anchor in rubric.anchors if level is not None and anchor.level <= level]
    return anchor_text(reached[-1], language) if reached else None


def _turn_out(turn: Turn, *, recordings: bool) -> ReportTurnOut:
    answer = turn.answer
    return ReportTurnOut(
        turn_id=turn.id,
        question=turn.text,
        follow_up=turn.intent is not None,
        mode=None if answer is None else answer.mode,
        transcript_available=answer is not None and answer.transcript_state is TranscriptState.READY,
        recording_available=recordings and answer is not None and answer.recording_state is RecordingState.READY,
        pieces=[ReportPieceOut(text=piece.text, start_s=piece.start_s, end_s=piece.end_s) for piece in pieces_of(turn)],
        engine=None if answer is None else answer.transcript_engine,
    )
