"""Deleting sound and pictures that are no longer needed: once they are text, or when they may not be kept."""

import asyncio
import shutil
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import structlog
from sqlalchemy import delete, exists, func, or_, select, update

from backend_core.answers.files import turn_folder
from backend_core.interviews.machine.snapshot import CLOSED_STATES
from backend_core.models import Answer, AudioChunk, Consent, Interview
from backend_core.models.vocabulary import RecordingState, TranscriptState
from backend_core.persistence import Sessions
from interview_contracts.files import resolve
from interview_contracts.vocabulary import AnswerMode, ConsentPurpose

log = structlog.get_logger(__name__)

BATCH = 100
_LOOK_BACK = timedelta(days=7)

LIVE_FOLDER = "live"
"""Where the media server puts the segments that it cuts: `live/<interview>/<turn>/`, under the uploads root."""

LIVE_REST_S = 60.0
"""Seconds that a folder of segments is left alone after its last change: a caption may still be in the making."""

LIVE_KEPT_S = 24 * 3600.0
"""Seconds after which segments go whatever became of their answer."""

_SETTLED = or_(
    Interview.state.in_(CLOSED_STATES),
    (Answer.mode == AnswerMode.SPOKEN) & (Answer.transcript_state != TranscriptState.PENDING),
    Answer.mode == AnswerMode.TYPED,
)
"""The answer is text now, or never will be."""


async def delete_unwanted_recordings(sessions: Sessions, uploads: Path) -> int:
    """Delete chunks and joined recordings of settled answers whose candidate does not agree to recording (any more).

    Returns the number of answers. Chunks that arrive later are found by the next call.
    """
    recording = (Consent.interview_id == Answer.interview_id) & (Consent.purpose == ConsentPurpose.RECORDING)
    agreed = select(Consent.granted).where(recording).order_by(Consent.decided_at.desc()).limit(1).scalar_subquery()
    since = func.now() - _LOOK_BACK
    statement = (
        select(Answer.interview_id, Answer.turn_id)
        .join(Interview, Interview.id == Answer.interview_id)
        .where(
            or_(Answer.updated_at > since, exists().where(recording, Consent.decided_at > since)),
            or_(exists().where(AudioChunk.turn_id == Answer.turn_id), Answer.recording.is_not(None)),
            func.coalesce(agreed, False).is_(False),
            _SETTLED,
        )
        .limit(BATCH)
    )
    async with sessions() as session:
        found: list[tuple[UUID, UUID]] = [(row[0], row[1]) for row in await session.execute(statement)]
    for interview_id, turn_id in found:
        await asyncio.to_thread(_remove, resolve(uploads, turn_folder(interview_id, turn_id)))
        async with sessions() as session, session.begin():
            await session.execute(delete(AudioChunk).where(AudioChunk.turn_id == turn_id))
            await session.execute(
                update(Answer)
                .where(Answer.turn_id == turn_id, Answer.recording.is_not(None))
                .values(recording_state=RecordingState.NONE, recording=None, recording_has_video=None)
            )
        log.info("recording deleted", interview_id=str(interview_id), turn_id=str(turn_id))
    return len(found)


async def delete_live_segments(sessions: Sessions, uploads: Path) -> int:
    """Delete the live segments of settled answers, and old ones. Returns the number of answers."""
    resting = await asyncio.to_thread(_resting, resolve(uploads, LIVE_FOLDER))
    if not resting:
        return 0
    statement = (
        select(Answer.turn_id)
        .join(Interview, Interview.id == Answer.interview_id)
        .where(Answer.turn_id.in_(resting), _SETTLED)
    )
    async with sessions() as session:
        settled = set(await session.scalars(statement))
    oldest = time.time() - LIVE_KEPT_S
    unneeded = [folder for turn_id, (folder, changed) in resting.items() if turn_id in settled or changed < oldest]
    await asyncio.to_thread(_remove_all, unneeded)
    return len(unneeded)


def _resting(live: Path) -> dict[UUID, tuple[Path, float]]:
    """Return the folders of segments in which nothing has changed for a while, and when it last did, by turn."""
    latest = time.time() - LIVE_REST_S
    found: dict[UUID, tuple[Path, float]] = {}
    for folder in live.glob("*/*"):
        try:
            turn_id, changed = UUID(folder.name), folder.stat().st_mtime
        except (ValueError, OSError):
            continue
        if changed < latest:
            found[turn_id] = (folder, changed)
    return found


def _remove_all(folders: Iterable[Path]) -> None:
    for folder in folders:
        _remove(folder)
        try:
            folder.parent.rmdir()
        except OSError:  # other answers of the interview still have segments
            continue


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
