"""What people decide. A decision has a named person and a reason, and no score decides for them."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.audit import service as audit
from backend_core.auth.current_user import CurrentUser
from backend_core.decisions.errors import DecisionTooEarlyError, RatedTurnUnknownError
from backend_core.decisions.repository import DecisionRepository, HumanRatingRepository
from backend_core.decisions.schemas import DecisionIn, DecisionOut, HumanRatingIn, HumanRatingOut
from backend_core.evaluations.repository import EvaluationRepository
from backend_core.interviews.repository import InterviewRepository
from backend_core.models import Decision, HumanRating, Interview
from backend_core.models.vocabulary import EvaluationState
from backend_core.retention.errors import InterviewErasedError
from interview_contracts.vocabulary import InterviewState

ANSWERED_STATES = frozenset({InterviewState.EVALUATING, InterviewState.EVALUATION_FAILED, InterviewState.REPORTED})
"""The candidate has finished answering. A failed or slow evaluation keeps nobody from deciding."""


async def decide(session: AsyncSession, interview: Interview, user: CurrentUser, body: DecisionIn) -> DecisionOut:
    """Record a decision about an interview."""
    _require_answered(interview)
    decision = await DecisionRepository(session).add(
        Decision(
            interview_id=interview.id,
            decided_by_id=user.id,
            outcome=body.outcome,
            reason=body.reason.replace("\x00", ""),
            decided_at=datetime.now(UTC),
        )
    )
    audit.record(
        session,
        actor=user,
        company_id=interview.company_id,
        action="interview.decided",
        object_type="interview",
        object_id=interview.id,
        detail={"outcome": body.outcome.value, "decision_id": str(decision.id)},
    )
    return decision_out(decision, user.name)


async def rate(session: AsyncSession, interview: Interview, user: CurrentUser, body: HumanRatingIn) -> HumanRatingOut:
    """Record a person's own level of one answer. Changing it adds a revision."""
    _require_answered(await InterviewRepository(session).locked(interview.id))
    ratings = HumanRatingRepository(session)
    question_id = await ratings.question_of(interview.id, body.turn_id)
    if question_id is None:
        raise RatedTurnUnknownError
    evaluation = (await EvaluationRepository(session).latest(interview.id)).get(question_id)
    rating = await ratings.add(
        HumanRating(
            interview_id=interview.id,
            question_id=question_id,
            rater_id=user.id,
            revision=await ratings.next_revision(question_id, user.id),
            level=body.level,
            reason=body.reason.replace("\x00", ""),
            after_reveal=evaluation is not None and evaluation.state is EvaluationState.RATED,
        )
    )
    audit.record(
        session,
        actor=user,
        company_id=interview.company_id,
        action="answer.rated",
        object_type="interview",
        object_id=interview.id,
        detail={"turn_id": str(body.turn_id), "revision": rating.revision},
    )
    return HumanRatingOut(
        turn_id=body.turn_id, level=rating.level, reason=rating.reason, rated_by=user.name, rated_at=rating.created_at
    )


def decision_out(decision: Decision, name: str) -> DecisionOut:
    """Return a decision with the name of who made it."""
    return DecisionOut(
        outcome=decision.outcome, reason=decision.reason, decided_by=name, decided_at=decision.decided_at
    )


def _require_answered(interview: Interview) -> None:
    if interview.erased_at is not None:
        raise InterviewErasedError
    if interview.state not in ANSWERED_STATES:
        raise DecisionTooEarlyError
