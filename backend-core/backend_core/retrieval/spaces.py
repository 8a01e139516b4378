"""Queries of vector spaces: what workers offer, which one was chosen, and which passages are not in it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from backend_core.models import EmbeddingSpace, EngineStatus, Outbox, Passage, TaskRecord
from backend_core.models.vocabulary import TaskState
from backend_core.persistence import Repository
from interview_contracts.payloads.embeddings import vector_space
from interview_contracts.registry import EMBED_AGAIN
from interview_contracts.vocabulary import Capability, EngineQuality

_LOCK = 0x737061636573


@dataclass(frozen=True, slots=True)
class Offered:
    """A space that live workers offer, and how many do."""

    space: str
    quality: EngineQuality
    workers: int


class SpaceRepository(Repository[EmbeddingSpace]):
    """Vector spaces."""

    model = EmbeddingSpace

    async def take_turn(self) -> bool:
        """Return whether this transaction may decide about spaces and go on with the renewal; nobody waits for it."""
        return bool(await self.session.scalar(select(func.pg_try_advisory_xact_lock(_LOCK))))

    async def offered(self, *, heard_since: datetime) -> dict[str, Offered]:
        """Return what workers offer by space, judged by the latest word of each since a time.

        Models that are still being loaded do not count.
        """
        latest = (
            select(EngineStatus)
            .where(EngineStatus.capability == Capability.EMBEDDINGS, EngineStatus.reported_at >= heard_since)
            .ext(distinct_on(EngineStatus.worker))
            .order_by(EngineStatus.worker, EngineStatus.reported_at.desc(), EngineStatus.name)
        )
        rows = [row for row in await self.session.scalars(latest) if row.available]
        spaces = [(vector_space(row.name, row.model), row.quality) for row in rows]
        workers = Counter(space for space, _ in spaces)
        return {space: Offered(space, quality, workers[space]) for space, quality in spaces if space}

    async def note(
        self, offered: Mapping[str, Offered], *, now: datetime, heard_since: datetime
    ) -> Sequence[EmbeddingSpace]:
        """Remember what is offered and return the rows of these spaces. A silence before `heard_since` is a break."""
        rows = await self.all(select(EmbeddingSpace).where(EmbeddingSpace.space.in_(offered)))
        for row in rows:
            if row.offered_at < heard_since:
                row.offered_since = now
            row.offered_at, row.quality = now, offered[row.space].quality
        new = [
            EmbeddingSpace(space=one.space, quality=one.quality, offered_since=now, offered_at=now)
            for one in offered.values()
            if one.space not in {row.space for row in rows}
        ]
        self.session.add_all(new)
        await self.session.flush()
        return [*rows, *new]

    async def chosen(self) -> EmbeddingSpace | None:
        """Return the space that passages are kept in, None before the first worker has offered one."""
        statement = (
            select(EmbeddingSpace)
            .where(EmbeddingSpace.chosen_at.is_not(None))
            .order_by(EmbeddingSpace.chosen_at.desc())
            .limit(1)
        )
        return await self.one_or_none(statement)

    async def in_flight(self) -> int:
        """Return how many tasks of the renewal wait to be sent or for their result."""
        waiting = (
            select(func.count())
            .select_from(Outbox)
            .where(Outbox.published_at.is_(None), Outbox.name == EMBED_AGAIN.name)
        )
        sent = (
            select(func.count())
            .select_from(TaskRecord)
            .where(TaskRecord.state == TaskState.SENT, TaskRecord.name == EMBED_AGAIN.name)
        )
        return (await self.session.scalar(waiting) or 0) + (await self.session.scalar(sent) or 0)

    async def any_elsewhere(self, space: str, *, unanswered_before: datetime) -> bool:
        """Return whether a passage is not in the space."""
        return bool(await self.session.scalar(select(exists().where(_elsewhere(space, unanswered_before)))))

    async def next_elsewhere(
        self, space: str, *, resumes: bool, before: UUID | None, limit: int, unanswered_before: datetime
    ) -> list[Passage]:
        """Return the newest passages that are not in the space, material or résumés, older than `before`.

        All of them belong to one interview or to none.
        """
        statement = (
            select(Passage)
            .where(
                _elsewhere(space, unanswered_before),
                Passage.interview_id.is_not(None) if resumes else Passage.interview_id.is_(None),
            )
            .order_by(Passage.id.desc())
            .limit(limit)
        )
        if before is not None:
            statement = statement.where(Passage.id < before)
        found = (await self.session.scalars(statement)).all()
        return list(takewhile(lambda one: one.interview_id == found[0].interview_id, found))


def _elsewhere(space: str, unanswered_before: datetime) -> ColumnElement[bool]:
    """Return the condition that a passage has a vector of another space, or has waited for one for too long.

    Smaller or larger, instead of different, is what the index can look up.
    """
    unanswered = Passage.model.is_(None) & (Passage.updated_at < unanswered_before)
    return or_(Passage.model < space, Passage.model > space, unanswered)
