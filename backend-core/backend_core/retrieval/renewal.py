"""Moving all passages into the vector space that the workers offer, in the background.

A round goes through what is not in the chosen space, material first, then résumés, the newest first. No more tasks are
under way than workers offer the space, and those are the last in their queue. What a task could not do is left for the
next round. Where a round stands is stored, so that it goes on after a restart.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.consents.service import granted
from backend_core.engines.service import LIVE_FOR
from backend_core.errors import NotFoundError
from backend_core.interviews.repository import InterviewRepository
from backend_core.models import EmbeddingSpace, Passage
from backend_core.models.vocabulary import RenewalStage
from backend_core.retrieval.choice import Offer, choose
from backend_core.retrieval.indexing import BATCH, digest_of, texts_of
from backend_core.retrieval.repository import PassageRepository
from backend_core.retrieval.spaces import Offered, SpaceRepository
from backend_core.tasks.send import send
from interview_contracts import registry
from interview_contracts.payloads.embeddings import EmbedResult
from interview_contracts.reports import EnginesReport
from interview_contracts.vocabulary import Capability, ConsentPurpose

log = structlog.get_logger(__name__)

MOST_UNDER_WAY = 8
"""Tasks of the renewal under way at a time, however many workers there are."""

ROUND_EVERY = timedelta(hours=1)
"""Time between the end of a round and the next one, which comes back to what failed."""

UNANSWERED_AFTER = timedelta(hours=1)
"""A passage that has no vector after this long is embedded by the next round."""


async def follow_engines(session: AsyncSession, report: EnginesReport, *, now: datetime | None = None) -> None:
    """Choose the space to keep passages in from what live workers offer, and have the renewal go on.

    Called after a worker's report was stored; `now` is the present moment.
    """
    if not any(status.engine.capability is Capability.EMBEDDINGS for status in report.engines):
        return
    spaces = SpaceRepository(session)
    if not await spaces.take_turn():
        return
    now = now or datetime.now(UTC)
    offered = await spaces.offered(heard_since=now - LIVE_FOR)
    rows = await spaces.note(offered, now=now, heard_since=now - LIVE_FOR)
    chosen = await _chosen(spaces, rows, offered, now)
    if chosen is not None:
        await _renew(session, chosen, offered, now)


async def go_on(session: AsyncSession, *, now: datetime | None = None) -> None:
    """Send what the renewal may have under way beside what is."""
    spaces = SpaceRepository(session)
    if not await spaces.take_turn():
        return
    now = now or datetime.now(UTC)
    chosen = await spaces.chosen()
    if chosen is not None:
        await _renew(session, chosen, await spaces.offered(heard_since=now - LIVE_FOR), now)


async def ask_again(
    session: AsyncSession, result: EmbedResult, *, interview_id: UUID | None, now: datetime | None = None
) -> None:
    """Have passages embedded at once in the chosen space when a worker that is behind embedded them in another one."""
    spaces = SpaceRepository(session)
    chosen = await spaces.chosen()
    if chosen is None or chosen.space == result.model:
        return
    now = now or datetime.now(UTC)
    if chosen.space not in await spaces.offered(heard_since=now - LIVE_FOR):
        return
    found = await PassageRepository(session).elsewhere([UUID(item.key) for item in result.items], space=chosen.space)
    for start in range(0, len(found), BATCH):
        await _send(session, chosen, found[start : start + BATCH], interview_id)


async def _chosen(
    spaces: SpaceRepository, rows: Sequence[EmbeddingSpace], offered: Mapping[str, Offered], now: datetime
) -> EmbeddingSpace | None:
    before = await spaces.chosen()
    offers = [
        Offer(space=row.space, quality=row.quality, workers=offered[row.space].workers, since=row.offered_since)
        for row in rows
    ]
    name = choose(None if before is None else (before.space, before.quality), offers, now=now)
    if name is None or (before is not None and name == before.space):
        return before
    chosen = next(row for row in rows if row.space == name)
    chosen.chosen_at = now
    _begin_round(chosen)
    await spaces.session.flush()
    log.info("embedding space chosen", space=name, before=before.space if before else "")
    return chosen


def _begin_round(chosen: EmbeddingSpace) -> None:
    chosen.round += 1
    chosen.stage, chosen.cursor = RenewalStage.MATERIAL, None


async def _renew(session: AsyncSession, chosen: EmbeddingSpace, offered: Mapping[str, Offered], now: datetime) -> None:
    if chosen.space not in offered:
        return
    spaces = SpaceRepository(session)
    unanswered_before = now - UNANSWERED_AFTER
    if chosen.stage is RenewalStage.DONE:
        rested = chosen.round_ended_at is None or now - chosen.round_ended_at >= ROUND_EVERY
        if not rested or not await spaces.any_elsewhere(chosen.space, unanswered_before=unanswered_before):
            return
        _begin_round(chosen)
    room = min(offered[chosen.space].workers, MOST_UNDER_WAY) - await spaces.in_flight()
    while room > 0 and chosen.stage is not RenewalStage.DONE:
        passages = await spaces.next_elsewhere(
            chosen.space,
            resumes=chosen.stage is RenewalStage.RESUMES,
            before=chosen.cursor,
            limit=BATCH,
            unanswered_before=unanswered_before,
        )
        if not passages:
            _next_stage(chosen, now)
            continue
        chosen.cursor = passages[-1].id
        room -= await _send_if_allowed(session, chosen, passages)
    await session.flush()


def _next_stage(chosen: EmbeddingSpace, now: datetime) -> None:
    chosen.cursor = None
    if chosen.stage is RenewalStage.MATERIAL:
        chosen.stage = RenewalStage.RESUMES
        return
    chosen.stage, chosen.round_ended_at = RenewalStage.DONE, now
    log.info("passages renewed", space=chosen.space, round=chosen.round)


async def _send_if_allowed(session: AsyncSession, chosen: EmbeddingSpace, passages: Sequence[Passage]) -> int:
    """Send one task and return 1; 0 for a résumé that is erased or whose candidate does not agree to its use any more.

    Who erases an interview holds its lock, and takes the records of its tasks along: no text is sent behind its back.
    """
    interview_id = passages[0].interview_id
    if interview_id is not None:
        try:
            interview = await InterviewRepository(session).locked(interview_id)
        except NotFoundError:
            return 0
        if interview.erased_at is not None:
            return 0
        if not await granted(session, interview_id, ConsentPurpose.RESUME_ANALYSIS):
            return 0
    return int(await _send(session, chosen, passages, interview_id))


async def _send(
    session: AsyncSession, chosen: EmbeddingSpace, passages: Sequence[Passage], interview_id: UUID | None
) -> bool:
    parts = [chosen.space, str(chosen.round), *(str(passage.id) for passage in passages)]
    return await send(
        session,
        registry.EMBED_AGAIN,
        texts_of(passages, space=chosen.space),
        key=f"embedding-again:{digest_of(parts)}",
        interview_id=interview_id,
    )
