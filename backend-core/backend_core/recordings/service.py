"""Links to recordings, and what they open."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.audit import service as audit
from backend_core.auth.current_user import CurrentUser
from backend_core.consents.service import granted
from backend_core.models import Answer, Interview, Turn
from backend_core.models.vocabulary import RecordingState
from backend_core.persistence import Repository
from backend_core.recordings import links
from backend_core.recordings.errors import RecordingLinkError, RecordingMissingError
from backend_core.recordings.schemas import RecordingLinkOut
from interview_contracts.files import resolve
from interview_contracts.vocabulary import ConsentPurpose


@dataclass(frozen=True, slots=True)
class OpenedRecording:
    """A file to play."""

    path: Path
    mime: str


class RecordingRepository(Repository[Answer]):
    """Answers with a recording that can be played."""

    model = Answer

    async def playable(self, interview: Interview) -> list[Answer]:
        """Return the answers of an interview that can be played, in their order."""
        statement = (
            select(Answer)
            .join(Turn, Turn.id == Answer.turn_id)
            .where(Answer.interview_id == interview.id, Answer.recording_state == RecordingState.READY)
            .order_by(Turn.index)
        )
        return await self.all(statement)

    async def of_turn(self, link: links.RecordingLink) -> Answer | None:
        """Return the playable answer that a link stands for."""
        statement = select(Answer).where(Answer.turn_id == link.turn_id, Answer.recording_state == RecordingState.READY)
        return await self.one_or_none(statement)


async def create_links(
    session: AsyncSession, interview: Interview, user: CurrentUser, *, secret: str
) -> list[RecordingLinkOut]:
    """Return links to the recorded answers of an interview, and note who asked for them.

    There are none when the candidate does not agree to recording.
    """
    now = datetime.now(UTC)
    allowed = await granted(session, interview.id, ConsentPurpose.RECORDING)
    found = []
    for answer in await RecordingRepository(session).playable(interview) if allowed else ():
        if answer.recording is None:
            continue
        token, expires = links.sign(answer.turn_id, now=now, secret=secret)
        found.append(
            RecordingLinkOut(
                turn_id=answer.turn_id,
                url=f"/api/v1/recordings/{token}",
                mime=answer.recording.mime,
                has_video=bool(answer.recording_has_video),
                duration_s=answer.recording_duration_s,
                expires_at=expires,
            )
        )
    audit.record(
        session,
        actor=user,
        company_id=interview.company_id,
        action="recording.links_created",
        object_type="interview",
        object_id=interview.id,
        detail={"count": len(found)},
    )
    return found


async def open_recording(session: AsyncSession, token: str, *, secret: str, uploads: Path) -> OpenedRecording:
    """Return the file behind a link. Raises `RecordingLinkError` or `RecordingMissingError`."""
    try:
        link = links.verify(token, now=datetime.now(UTC), secret=secret)
    except links.LinkRefusedError as error:
        raise RecordingLinkError from error
    answer = await RecordingRepository(session).of_turn(link)
    if answer is None or answer.recording is None:
        raise RecordingMissingError
    if not await granted(session, answer.interview_id, ConsentPurpose.RECORDING):
        raise RecordingMissingError
    try:
        path = resolve(uploads, answer.recording.path)
    except ValueError as error:
        raise RecordingMissingError from error
    if not await asyncio.to_thread(path.is_file):
        raise RecordingMissingError
    return OpenedRecording(path, answer.recording.mime)
