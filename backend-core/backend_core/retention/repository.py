"""Finding what has to be erased, and erasing it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Update, and_, delete, exists, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend_core.models import (
    AuthSession,
    Candidate,
    Decision,
    DeviceCheck,
    EmotionObservation,
    Evaluation,
    EvaluationQuote,
    FrameObservation,
    HumanRating,
    Interview,
    Invitation,
    MediaSession,
    Outbox,
    Passage,
    Question,
    Report,
    Resume,
    TaskRecord,
    Timer,
    Turn,
    UserAccount,
)
from interview_contracts.events import StateChanged
from interview_contracts.vocabulary import QuestionSource

ERASED = "—"
"""Stands where a name or a reason has been."""

_NOWHERE = "@erased.invalid"
_STATE_CHANGED = StateChanged.model_fields["type"].default
_OF_THE_JOB = (QuestionSource.BANK, QuestionSource.FALLBACK)
"""Questions whose words are the company's; all others are made from what a candidate wrote or said."""

# Rows of the outbox go before the task records that they refer to: the relay locks them in this order.
_WHOLE_ROWS = (
    TaskRecord,
    Timer,
    EvaluationQuote,
    Turn,
    FrameObservation,
    EmotionObservation,
    MediaSession,
    DeviceCheck,
    Passage,
    Resume,
)

_WORDS: tuple[tuple[Any, dict[str, Any]], ...] = (
    (Question, {"rationale": "", "speech": None, "speech_duration_s": None, "speech_engine": None}),
    (Evaluation, {"rationale": "", "missing": "", "observations": None}),
    (HumanRating, {"reason": ERASED}),
    (Decision, {"reason": ERASED}),
    (Report, {"summary": "", "strengths": (), "improvements": ()}),
)
"""Free text in rows of which the rest stays: levels, versions and outcomes."""


class RetentionRepository:
    """Interviews, candidates and invitations by the time for which they are kept."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def overdue(self, kept_for: timedelta, *, limit: int) -> Sequence[UUID]:
        """Return interviews of which something is kept for too long, the oldest first."""
        statement = (
            select(Interview.id)
            .join(Candidate, Candidate.id == Interview.candidate_id)
            .outerjoin(Invitation, Invitation.id == Interview.invitation_id)
            .where(_last_need() < func.now() - kept_for, _something_left())
            .order_by(Interview.id)
            .limit(limit)
        )
        return (await self._session.scalars(statement)).all()

    async def erased(self, within: timedelta | None) -> Sequence[UUID]:
        """Return interviews that are erased; with `within` those that have been for at most this long."""
        statement = select(Interview.id).where(Interview.erased_at.is_not(None))
        if within is not None:
            statement = statement.where(Interview.erased_at > func.now() - within)
        return (await self._session.scalars(statement)).all()

    async def erase_content(self, interview_id: UUID) -> None:
        """Remove words, sounds and pictures of an interview whose row is locked. Levels and outcomes stay."""
        told = or_(Outbox.published_at.is_not(None), Outbox.name != _STATE_CHANGED)
        await self._run(delete(Outbox).where(Outbox.interview_id == interview_id, told))
        for table in _WHOLE_ROWS:
            await self._run(delete(table).where(table.interview_id == interview_id))
        for table, values in _WORDS:
            await self._run(update(table).where(table.interview_id == interview_id).values(values))
        made = update(Question).where(Question.interview_id == interview_id, Question.source.not_in(_OF_THE_JOB))
        await self._run(made.values(text=""))

    async def erase_candidate(self, candidate_id: UUID) -> bool:
        """Remove the name of a candidate who has no other interview left; return whether it is gone now."""
        left = exists().where(Interview.candidate_id == candidate_id, Interview.erased_at.is_(None))
        changed = await self._session.scalar(
            update(Candidate)
            .where(Candidate.id == candidate_id, Candidate.erased_at.is_(None), ~left)
            .values(name=ERASED, email=f"{candidate_id}{_NOWHERE}", erased_at=func.now())
            .returning(Candidate.user_account_id)
            .execution_options(synchronize_session=False)
        )
        if changed is None:
            return False
        own = select(Interview.invitation_id).where(Interview.candidate_id == candidate_id)
        await self._run(_nameless(update(Invitation).where(Invitation.id.in_(own))))
        await self._erase_account(changed)
        return True

    async def _erase_account(self, account_id: UUID) -> None:
        """Close the account for good, unless another company still knows the person."""
        known = exists().where(Candidate.user_account_id == account_id, Candidate.erased_at.is_(None))
        closed = await self._session.scalar(
            update(UserAccount)
            .where(UserAccount.id == account_id, UserAccount.company_id.is_(None), ~known)
            .values(name=ERASED, email=f"{account_id}{_NOWHERE}", password_hash="", disabled_at=func.now())
            .returning(UserAccount.id)
            .execution_options(synchronize_session=False)
        )
        if closed is not None:
            await self._run(delete(AuthSession).where(AuthSession.user_account_id == account_id))

    async def erase_unused_invitations(self, kept_for: timedelta) -> None:
        """Remove the names from invitations that nobody accepted."""
        used = exists().where(Interview.invitation_id == Invitation.id)
        old = update(Invitation).where(Invitation.expires_at < func.now() - kept_for, ~used)
        await self._run(_nameless(old.where(Invitation.candidate_name != ERASED)))

    async def forget(self, kept_for: timedelta) -> None:
        """Delete erased interviews altogether, with the record of their consents."""
        await self._run(delete(Interview).where(Interview.erased_at < func.now() - kept_for))

    async def _run(self, statement: Any) -> None:
        await self._session.execute(statement, execution_options={"synchronize_session": False})


def _last_need() -> ColumnElement[Any]:
    """When an interview was last needed: its decision, else its end, else its deadline."""
    decided = select(func.max(Decision.decided_at)).where(Decision.interview_id == Interview.id).scalar_subquery()
    waited_for = func.greatest(Interview.created_at, Interview.answered_at, Interview.expires_at, Invitation.expires_at)
    return func.coalesce(decided, Interview.ended_at, waited_for)


def _something_left() -> ColumnElement[bool]:
    other = aliased(Interview)
    needed = exists().where(other.candidate_id == Interview.candidate_id, other.erased_at.is_(None))
    return or_(Interview.erased_at.is_(None), and_(Candidate.erased_at.is_(None), ~needed))


def _nameless(statement: Update) -> Update:
    address = func.concat(Invitation.id, literal(_NOWHERE))
    return statement.values(candidate_name=ERASED, candidate_email=address)
