"""Queries of decisions and human ratings."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on

from backend_core.models import Decision, HumanRating, Turn, UserAccount
from backend_core.persistence import Repository
from interview_contracts.vocabulary import QuestionSource


class DecisionRepository(Repository[Decision]):
    """Decisions; the latest one of an interview holds."""

    model = Decision

    async def latest(self, interview_id: UUID) -> tuple[Decision, str] | None:
        """Return the decision that holds and the name of who made it."""
        statement = (
            select(Decision, UserAccount.name)
            .join(UserAccount, UserAccount.id == Decision.decided_by_id)
            .where(Decision.interview_id == interview_id)
            .order_by(Decision.decided_at.desc(), Decision.id.desc())
            .limit(1)
        )
        row = (await self.session.execute(statement)).one_or_none()
        return None if row is None else (row[0], row[1])


class HumanRatingRepository(Repository[HumanRating]):
    """Human ratings; the highest revision of a rater holds, all are kept."""

    model = HumanRating

    async def question_of(self, interview_id: UUID, turn_id: UUID) -> UUID | None:
        """Return the planned question whose main turn this is."""
        statement = select(Turn.question_id).where(
            Turn.interview_id == interview_id, Turn.id == turn_id, Turn.source != QuestionSource.FOLLOW_UP
        )
        question_id: UUID | None = await self.session.scalar(statement)
        return question_id

    async def next_revision(self, question_id: UUID, rater_id: UUID) -> int:
        """Return the revision of a rater's next rating."""
        highest: int | None = await self.session.scalar(
            select(func.max(HumanRating.revision)).where(
                HumanRating.question_id == question_id, HumanRating.rater_id == rater_id
            )
        )
        return (highest or 0) + 1

    async def current(self, interview_id: UUID) -> Sequence[tuple[HumanRating, str]]:
        """Return the ratings that hold, with the names of their raters, oldest first."""
        latest = (
            select(HumanRating.id)
            .where(HumanRating.interview_id == interview_id)
            .ext(distinct_on(HumanRating.question_id, HumanRating.rater_id))
            .order_by(HumanRating.question_id, HumanRating.rater_id, HumanRating.revision.desc())
        )
        rows = await self.session.execute(
            select(HumanRating, UserAccount.name)
            .join(UserAccount, UserAccount.id == HumanRating.rater_id)
            .where(HumanRating.id.in_(latest))
            .order_by(HumanRating.created_at, HumanRating.id)
        )
        return [(rating, name) for rating, name in rows]
