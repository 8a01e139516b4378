"""Deleting the sound and pictures of candidates who do not agree to be recorded, once they are text."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import structlog
from sqlalchemy import delete, exists, func, or_, select

from backend_core.answers.files import turn_folder
from backend_core.interviews.machine.snapshot import CLOSED_STATES
from backend_core.models import Answer, AudioChunk, Consent, Interview
from backend_core.models.vocabulary import TranscriptState
from backend_core.persistence import Sessions
from interview_contracts.files import resolve
from interview_contracts.vocabulary import AnswerMode, ConsentPurpose

log = structlog.get_logger(__name__)

BATCH = 100
_LOOK_BACK = timedelta(days=7)


async def delete_unwanted_recordings(sessions: Sessions, uploads: Path) -> int:
    """Delete the uploaded chunks of answers that are text now (or never will be) and may not be kept.

    Returns the number of answers. Chunks that arrive later are found by the next call.
    """
    agreed = (
        select(Consent.granted)
        .where(Consent.interview_id == Answer.interview_id, Consent.purpose == ConsentPurpose.RECORDING)
        .order_by(Consent.decided_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(Answer.interview_id, Answer.turn_id)
        .join(Interview, Interview.id == Answer.interview_id)
        .where(
            Answer.updated_at > func.now() - _LOOK_BACK,
            exists().where(AudioChunk.turn_id == Answer.turn_id),
            func.coalesce(agreed, False).is_(False),
            or_(
                Interview.state.in_(CLOSED_STATES),
                (Answer.mode == AnswerMode.SPOKEN) & (Answer.transcript_state != TranscriptState.PENDING),
                Answer.mode == AnswerMode.TYPED,
            ),
        )
        .limit(BATCH)
    )
    async with sessions() as session:
        found: list[tuple[UUID, UUID]] = [(row[0], row[1]) for row in await session.execute(statement)]
    for interview_id, turn_id in found:
        await asyncio.to_thread(_remove, resolve(uploads, turn_folder(interview_id, turn_id)))
        async with sessions() as session, session.begin():
            await session.execute(delete(AudioChunk).where(AudioChunk.turn_id == turn_id))
        log.info("recording deleted", interview_id=str(interview_id), turn_id=str(turn_id))
    return len(found)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
