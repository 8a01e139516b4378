"""Storing what expressions were taken for, and deleting it when its consent is gone."""

from collections.abc import Sequence

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.consents import service as consents
from backend_core.emotions.repository import EmotionRepository
from backend_core.models import uuid7
from backend_core.persistence import Sessions
from interview_contracts.engines import EngineInfo
from interview_contracts.payloads.vision import EmotionObservation
from interview_contracts.vocabulary import ConsentPurpose

log = structlog.get_logger(__name__)

PURPOSES = (ConsentPurpose.FACE_OBSERVATION, ConsentPurpose.EMOTION_OBSERVATION)
"""What a candidate has to agree to: the expression is found where the face was found."""


async def record(session: AsyncSession, found: Sequence[EmotionObservation], engine: EngineInfo | None) -> None:
    """Store observations; those of candidates who do not agree to them now, or whose interview is over, are dropped."""
    agreeing = {one.interview_id for one in found}
    for purpose in PURPOSES:
        if agreeing:
            agreeing &= await consents.agreeing(session, agreeing, purpose)
    if not agreeing:
        return
    emotions = EmotionRepository(session)
    known = await emotions.open_interviews(agreeing)
    rows = [
        {
            "id": uuid7(),
            "interview_id": one.interview_id,
            "media_session": one.media_session,
            "sequence": one.sequence,
            "presentation_s": one.presentation_s,
            "captured_at": one.captured_at,
            "dominant": one.dominant,
            "share": one.share,
            "engine": engine,
        }
        for one in found
        if one.interview_id in known
    ]
    if rows:
        await emotions.add_new(rows)


async def delete_unwanted(sessions: Sessions) -> int:
    """Delete the observations of those who have withdrawn one of the consents that they need; return how many.

    What arrives while somebody withdraws is found by the next call.
    """
    async with sessions() as session, session.begin():
        deleted = await EmotionRepository(session).delete_unwanted(PURPOSES)
    if deleted:
        log.info("emotions deleted", count=deleted)
    return deleted
