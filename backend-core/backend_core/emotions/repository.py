"""Queries of emotion observations. Nothing here reaches a score."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import distinct_on, insert

from backend_core.interviews.machine.snapshot import CLOSED_STATES
from backend_core.models import Consent, EmotionObservation, Interview
from backend_core.persistence import Repository
from interview_contracts.engines import EngineInfo
from interview_contracts.vocabulary import ConsentPurpose, Emotion


@dataclass(frozen=True, slots=True)
class EmotionFigures:
    """How often each name fitted best in an interview, most often first. The busiest of `engines` comes first."""

    counts: tuple[tuple[Emotion, int], ...]
    engines: tuple[EngineInfo, ...]


class EmotionRepository(Repository[EmotionObservation]):
    """Observations of emotions."""

    model = EmotionObservation

    async def open_interviews(self, interviews: Iterable[UUID]) -> frozenset[UUID]:
        """Return those of the interviews that are not over."""
        statement = select(Interview.id).where(Interview.id.in_(interviews), Interview.state.not_in(CLOSED_STATES))
        return frozenset(await self.session.scalars(statement))

    async def add_new(self, rows: Sequence[dict[str, Any]]) -> None:
        """Store rows; those that are stored already change nothing."""
        await self.session.execute(insert(EmotionObservation).on_conflict_do_nothing(), rows)

    async def figures(self, interview_id: UUID) -> EmotionFigures:
        """Count the names of an interview."""
        own = EmotionObservation.interview_id == interview_id
        counts = await self.session.execute(
            select(EmotionObservation.dominant, func.count())
            .where(own)
            .group_by(EmotionObservation.dominant)
            .order_by(func.count().desc(), EmotionObservation.dominant)
        )
        engines = await self.session.scalars(
            select(EmotionObservation.engine)
            .where(own, EmotionObservation.engine.is_not(None))
            .group_by(EmotionObservation.engine)
            .order_by(func.count().desc())
        )
        return EmotionFigures(
            counts=tuple((row[0], row[1]) for row in counts), engines=tuple(engine for engine in engines if engine)
        )

    async def delete_unwanted(self, purposes: Collection[ConsentPurpose]) -> int:
        """Delete the observations of those whose decision that counts about one of the purposes is a no.

        Returns how many.
        """
        latest = (
            select(Consent.interview_id, Consent.granted)
            .where(Consent.purpose.in_(purposes))
            .ext(distinct_on(Consent.interview_id, Consent.purpose))
            .order_by(Consent.interview_id, Consent.purpose, Consent.decided_at.desc(), Consent.id.desc())
            .subquery()
        )
        refusing = select(latest.c.interview_id).where(latest.c.granted.is_(False))
        gone = await self.session.scalars(
            delete(EmotionObservation)
            .where(EmotionObservation.interview_id.in_(refusing))
            .returning(EmotionObservation.id)
            .execution_options(synchronize_session=False)
        )
        return len(gone.all())
