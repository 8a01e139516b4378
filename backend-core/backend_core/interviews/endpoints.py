"""Routes of the interview room, and the recruiter's view into it."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Path
from fastapi.responses import FileResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

from backend_core.auth.access import AccessibleInterview, CompanyInterview, OwnInterview
from backend_core.auth.current_user import AnyUser, CandidateUser
from backend_core.consents.errors import ConsentRequiredError
from backend_core.error_handlers import problems
from backend_core.events.sse import browser_events
from backend_core.events.stream import last_position
from backend_core.interviews import service, views
from backend_core.interviews.errors import (
    AlreadyPreparedError,
    AlreadyStartedError,
    AnswersOverError,
    InterviewClosedError,
    NotPreparedError,
    NotReadyError,
    NotStartedError,
    ResumeNotSettledError,
    SeatTakenError,
    SpeechNotReadyError,
    TurnClosedError,
    TurnUnknownError,
)
from backend_core.interviews.machine.snapshot import CLOSED_STATES
from backend_core.interviews.room_token import make_room_token
from backend_core.interviews.schemas import (
    CommandOut,
    InterviewSnapshot,
    LiveInterviewOut,
    MediaTokenOut,
    PrepareIn,
    SeatIn,
    TabId,
    TranscriptOut,
)
from backend_core.invitations.errors import LanguageNotOfferedError
from backend_core.models.vocabulary import ErasureReason
from backend_core.persistence import DbSession
from backend_core.resources import ProcessResources
from backend_core.retention.service import erase_interview

router = APIRouter(prefix="/interviews/{interview_id}", tags=["interviews"])

XTabId = Annotated[TabId | None, Header(alias="X-Tab-Id", description="The tab that sends the command")]
LastEventId = Annotated[str | None, Header(alias="Last-Event-ID", max_length=64)]


@router.get("")
async def read_interview(
    interview: OwnInterview, session: DbSession, resources: ProcessResources, x_tab_id: XTabId = None
) -> InterviewSnapshot:
    """Return everything that the room shows. A client follows the events after `last_event_id`."""
    position = await last_position(resources.redis, interview.id)
    return await views.candidate_view(session, interview.id, tab_id=x_tab_id, last_event_id=position)


@router.get("/live")
async def read_live_interview(
    interview: CompanyInterview, session: DbSession, resources: ProcessResources
) -> LiveInterviewOut:
    """Return what a recruiter sees of an interview that goes on."""
    position = await last_position(resources.redis, interview.id)
    return await views.recruiter_view(session, interview.id, last_event_id=position)


@router.get("/transcript")
async def read_transcript(interview: OwnInterview, session: DbSession) -> TranscriptOut:
    """Return the candidate's interview in words."""
    return await views.transcript_view(session, interview)


@router.get("/events", response_class=EventSourceResponse)
async def follow_events(
    interview: AccessibleInterview, user: AnyUser, resources: ProcessResources, last_event_id: LastEventId = None
) -> AsyncIterator[ServerSentEvent]:
    """Follow the interview as server-sent events; `data` is a `BrowserEvent`.

    The first event tells where the interview stands now. `Last-Event-ID` continues where a connection broke off.
    """
    async for event in browser_events(resources, user, interview.id, last_event_id):
        yield event


@router.post(
    "/prepare",
    status_code=202,
    responses=problems(
        AlreadyPreparedError,
        AlreadyStartedError,
        AnswersOverError,
        ConsentRequiredError,
        InterviewClosedError,
        LanguageNotOfferedError,
        ResumeNotSettledError,
    ),
)
async def prepare_interview(body: PrepareIn, interview: OwnInterview, session: DbSession) -> CommandOut:
    """Have the questions planned; they are ready when the state is `ready`."""
    return await service.prepare(session, interview, body.language)


@router.post(
    "/start",
    responses=problems(
        AnswersOverError, ConsentRequiredError, InterviewClosedError, NotPreparedError, NotReadyError, SeatTakenError
    ),
)
async def start_interview(interview: OwnInterview, session: DbSession, x_tab_id: XTabId = None) -> CommandOut:
    """Begin the interview. Starting again is harmless."""
    service.require_seat(interview, x_tab_id)
    return await service.start(session, interview)


@router.post("/seat", responses=problems(InterviewClosedError))
async def take_seat(body: SeatIn, interview: OwnInterview, session: DbSession) -> CommandOut:
    """Take the interview to this tab; commands of other tabs are refused from now on."""
    return await service.take_seat(session, interview, body.tab_id)


@router.post(
    "/turns/{turn_id}/open",
    responses=problems(InterviewClosedError, NotStartedError, SeatTakenError, TurnClosedError, TurnUnknownError),
)
async def open_answer(
    turn_id: UUID, interview: OwnInterview, session: DbSession, x_tab_id: XTabId = None
) -> CommandOut:
    """Begin to answer the open question. Opening again is harmless."""
    service.require_seat(interview, x_tab_id)
    return await service.open_turn(session, interview, turn_id)


@router.get(
    "/turns/{turn_id}/speech/{clip}",
    response_class=FileResponse,
    responses={
        200: {"content": {"audio/wav": {"schema": {"type": "string", "format": "binary"}}}},
        **problems(SpeechNotReadyError, TurnUnknownError),
    },
)
async def read_speech(
    turn_id: UUID,
    clip: Annotated[int, Path(ge=0, le=999)],
    interview: OwnInterview,
    session: DbSession,
    resources: ProcessResources,
) -> FileResponse:
    """Return a clip of the spoken question (WAV)."""
    path = await service.speech_file(session, resources.settings.uploads_dir, interview, turn_id, clip)
    return FileResponse(path, media_type="audio/wav", headers={"Cache-Control": "private, max-age=3600"})


@router.post("/media-token", responses=problems(ConsentRequiredError, InterviewClosedError))
async def create_media_token(interview: OwnInterview, session: DbSession, resources: ProcessResources) -> MediaTokenOut:
    """Return how the browser connects its microphone and camera to the media server."""
    if interview.state in CLOSED_STATES:
        raise InterviewClosedError
    await service.require_consent(session, interview)
    settings = resources.settings
    token, expires_at = make_room_token(
        settings.media_secret.get_secret_value(),
        interview.id,
        language=interview.language,
        face=await service.may_observe_face(session, interview),
        emotion=await service.may_infer_emotion(session, interview, allow_emotion=settings.allow_emotion),
    )
    return MediaTokenOut(
        url=settings.media_public_url, token=token, expires_at=expires_at, ice_servers=settings.ice_servers
    )


@router.post("/withdraw", responses=problems(InterviewClosedError))
async def withdraw_interview(interview: OwnInterview, user: CandidateUser, session: DbSession) -> CommandOut:
    """Withdraw from the interview, which erases what was said and shown in it. This cannot be undone."""
    command = await service.withdraw(session, interview)
    # The name stays as long as that of any other candidate: the recruiter has to know who withdrew.
    await erase_interview(session, interview.id, reason=ErasureReason.WITHDRAWN, actor=user, person=False)
    return command
