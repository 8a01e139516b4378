"""Routes of recordings. A media element cannot send a token, so playing goes by links that expire."""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import FileResponse

from backend_core.auth.access import CompanyInterview
from backend_core.auth.current_user import StaffUser
from backend_core.error_handlers import problems
from backend_core.persistence import DbSession
from backend_core.recordings import service
from backend_core.recordings.errors import RecordingLinkError, RecordingMissingError
from backend_core.recordings.schemas import RecordingLinkOut
from backend_core.resources import ProcessResources

router = APIRouter(tags=["recordings"])

_KINDS = ("video/webm", "audio/webm", "video/mp4", "audio/mp4")


@router.post("/interviews/{interview_id}/recording-links")
async def create_recording_links(
    interview: CompanyInterview, user: StaffUser, session: DbSession, resources: ProcessResources
) -> list[RecordingLinkOut]:
    """Return a link to each recorded answer; they work for five minutes."""
    secret = resources.settings.signing_secret.get_secret_value()
    return await service.create_links(session, interview, user, secret=secret)


@router.get(
    "/recordings/{token}",
    response_class=FileResponse,
    responses={
        200: {"description": "The recording", "content": {kind: {} for kind in _KINDS}},
        206: {"description": "The range that was asked for"},
        416: {"description": "The range lies outside the recording"},
        **problems(RecordingLinkError, RecordingMissingError),
    },
)
async def play_recording(
    token: Annotated[str, Path(max_length=200)], session: DbSession, resources: ProcessResources
) -> FileResponse:
    """Play a recording. `Range` is understood, so that a player can seek."""
    recording = await service.open_recording(
        session,
        token,
        secret=resources.settings.signing_secret.get_secret_value(),
        uploads=resources.settings.uploads_dir,
    )
    return FileResponse(
        recording.path,
        media_type=recording.mime,
        headers={"Cache-Control": "private, no-store", "Content-Disposition": "inline"},
    )
