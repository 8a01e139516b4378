"""Routes of answers: recorded chunks, whole recordings, and the end of an answer."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Path, Request

from backend_core.answers import service
from backend_core.answers.errors import (
    ChunkConflictError,
    ChunkEmptyError,
    ChunkHashError,
    ChunkTooLargeError,
    MediaTypeError,
    RecordingMalformedError,
    TextMissingError,
)
from backend_core.answers.limits import MAX_CHUNKS_PER_PART, MAX_PARTS
from backend_core.answers.schemas import AnswerEndIn, AnswerEndOut, ChunkOut, UploadedAudioOut
from backend_core.auth.access import OwnInterview
from backend_core.error_handlers import problems
from backend_core.interviews.endpoints import XTabId
from backend_core.interviews.errors import (
    AnswerNotOpenError,
    InterviewClosedError,
    NotStartedError,
    SeatTakenError,
    TurnUnknownError,
)
from backend_core.interviews.service import require_seat
from backend_core.persistence import DbSession
from backend_core.resources import ProcessResources

router = APIRouter(prefix="/interviews/{interview_id}/turns/{turn_id}", tags=["answers"])

Part = Annotated[int, Path(ge=0, lt=MAX_PARTS, description="Part of the recording; a reloaded page begins another")]
Seq = Annotated[int, Path(ge=0, lt=MAX_CHUNKS_PER_PART, description="Number of the chunk within its part, from 0")]
Sha256 = Annotated[
    str, Header(alias="X-Content-SHA256", pattern=r"^[0-9a-fA-F]{64}$", description="SHA-256 of the body in hex")
]
_BINARY = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}}
            for kind in ("video/webm", "audio/webm", "audio/mp4")
        },
    }
}


@router.put(
    "/chunks/{part}/{seq}",
    openapi_extra=_BINARY,
    responses=problems(
        AnswerNotOpenError,
        ChunkConflictError,
        ChunkEmptyError,
        ChunkHashError,
        ChunkTooLargeError,
        InterviewClosedError,
        MediaTypeError,
        TurnUnknownError,
    ),
)
async def put_chunk(
    request: Request,
    turn_id: UUID,
    part: Part,
    seq: Seq,
    x_content_sha256: Sha256,
    interview: OwnInterview,
    session: DbSession,
    resources: ProcessResources,
) -> ChunkOut:
    """Store a chunk of the recording. Sending it again is harmless; chunks are taken until the interview is closed."""
    return await service.put_chunk(
        session,
        resources.settings.uploads_dir,
        interview,
        turn_id,
        part=part,
        seq=seq,
        content_type=request.headers.get("content-type"),
        sha256=x_content_sha256,
        body=request.stream(),
    )


_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary", "description": "At most 64 MB"}},
                }
            }
        },
    }
}


@router.post(
    "/audio",
    openapi_extra=_FORM,
    responses=problems(
        AnswerNotOpenError,
        ChunkConflictError,
        ChunkEmptyError,
        ChunkTooLargeError,
        InterviewClosedError,
        MediaTypeError,
        RecordingMalformedError,
        TurnUnknownError,
    ),
)
async def upload_audio(
    request: Request,
    turn_id: UUID,
    interview: OwnInterview,
    session: DbSession,
    resources: ProcessResources,
) -> UploadedAudioOut:
    """Store a whole recording of the answer, made with another program or device. The answer is ended as always."""
    return await service.put_audio(
        session,
        resources.settings.uploads_dir,
        interview,
        turn_id,
        content_type=request.headers.get("content-type", ""),
        content_length=request.headers.get("content-length"),
        body=request.stream(),
    )


@router.post(
    "/end",
    responses=problems(
        AnswerNotOpenError, InterviewClosedError, NotStartedError, SeatTakenError, TextMissingError, TurnUnknownError
    ),
)
async def end_answer(
    turn_id: UUID, body: AnswerEndIn, interview: OwnInterview, session: DbSession, x_tab_id: XTabId = None
) -> AnswerEndOut:
    """End the answer. Ending it again is harmless and lists the chunks that are still missing."""
    require_seat(interview, x_tab_id)
    return await service.end_answer(session, interview, turn_id, body)
