"""Taking answers: recorded chunks, whole recordings, and the end of an answer."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.answers import completeness, files, transcripts
from backend_core.answers.errors import (
    ChunkConflictError,
    ChunkEmptyError,
    ChunkTooLargeError,
    RecordingMalformedError,
    TextMissingError,
)
from backend_core.answers.handlers import recording_grew
from backend_core.answers.limits import AUDIO_MAX_BYTES, CHUNK_MAX_BYTES, MAX_PARTS, TURN_MAX_BYTES
from backend_core.answers.repository import AnswerRepository
from backend_core.answers.schemas import AnswerEndIn, AnswerEndOut, ChunkOut, MissingChunksOut, UploadedAudioOut
from backend_core.interviews import runner
from backend_core.interviews.errors import AnswerNotOpenError, InterviewClosedError, TurnUnknownError
from backend_core.interviews.machine import events as ev
from backend_core.interviews.machine.snapshot import CLOSED_STATES
from backend_core.interviews.repository import InterviewRepository
from backend_core.models import AudioChunk, Interview, Turn
from backend_core.plain_text import plain
from backend_core.upload import UploadMalformedError, UploadTooLargeError, announced_length, receive_file
from interview_contracts.files import FileRef, resolve
from interview_contracts.vocabulary import AnswerMode


async def put_chunk(
    session: AsyncSession,
    uploads: Path,
    interview: Interview,
    turn_id: UUID,
    *,
    part: int,
    seq: int,
    content_type: str | None,
    sha256: str,
    body: AsyncIterator[bytes],
) -> ChunkOut:
    """Store a chunk; sending the same one again is harmless.

    Chunks are taken until the interview is closed, also after the answer has ended: what a browser has recorded is
    never turned away because the network was slow.
    """
    await _answered_turn(session, interview, turn_id)
    mime = files.media_type(content_type)
    # A slow upload holds no connection to the database.
    await session.close()
    content = await files.read_limited(body, CHUNK_MAX_BYTES)
    digest = files.check_digest(content, sha256)
    interview = await InterviewRepository(session).shown(interview.id)
    turn = await _answered_turn(session, interview, turn_id)
    relative = f"{files.chunk_folder(interview.id, turn.id, part)}/{seq:05d}-{digest[:16]}.{files.MEDIA_TYPES[mime]}"
    await _keep(session, uploads, interview, turn, part=part, seq=seq, mime=mime, content=(content, digest, relative))
    stored = (await AnswerRepository(session).chunks(turn.id)).get(part, {})
    return ChunkOut(part=part, seq=seq, size=len(content), sha256=digest, next_seq=completeness.next_seq(stored))


async def put_audio(
    session: AsyncSession,
    uploads: Path,
    interview: Interview,
    turn_id: UUID,
    *,
    content_type: str,
    content_length: str | None,
    body: AsyncIterator[bytes],
) -> UploadedAudioOut:
    """Store a whole recording, the file of a form, as a part of its own; the same file again is the same part."""
    await _answered_turn(session, interview, turn_id)
    # A slow upload holds no connection to the database.
    await session.close()
    arriving = resolve(uploads, f"{files.turn_folder(interview.id, turn_id)}/.arriving-{uuid4().hex}")
    try:
        received = await receive_file(
            body,
            content_type=content_type,
            content_length=announced_length(content_length),
            field="file",
            target=arriving,
            limit=AUDIO_MAX_BYTES,
        )
        mime = files.media_type(received.media_type)
        if received.size == 0:
            raise ChunkEmptyError
        content = await asyncio.to_thread(arriving.read_bytes)
    except UploadTooLargeError as error:
        raise ChunkTooLargeError from error
    except UploadMalformedError as error:
        raise RecordingMalformedError from error
    finally:
        await asyncio.to_thread(arriving.unlink, missing_ok=True)
    digest = received.sha256
    interview = await InterviewRepository(session).shown(interview.id)
    turn = await _answered_turn(session, interview, turn_id)
    chunks = await AnswerRepository(session).chunks(turn.id)
    part = next((number for number, stored in chunks.items() if stored.get(0, _NOTHING).sha256 == digest), None)
    if part is None:
        part = max(chunks, default=-1) + 1
    if part >= MAX_PARTS:
        raise ChunkTooLargeError
    relative = f"{files.chunk_folder(interview.id, turn.id, part)}/{0:05d}-{digest[:16]}.{files.MEDIA_TYPES[mime]}"
    await _keep(session, uploads, interview, turn, part=part, seq=0, mime=mime, content=(content, digest, relative))
    return UploadedAudioOut(turn_id=turn.id, part=part, size=len(content), sha256=digest)


async def end_answer(session: AsyncSession, interview: Interview, turn_id: UUID, end: AnswerEndIn) -> AnswerEndOut:
    """End an answer, and say what is missing of its recording.

    Ending it again changes nothing but may say more, or bring the text that the time limit did not wait for.
    """
    text, unheard = None, False
    if end.mode is AnswerMode.TYPED:
        if end.text is None:
            raise TextMissingError
        text = plain(end.text)
        await InterviewRepository(session).locked(interview.id)
        unheard = await AnswerRepository(session).unheard(turn_id)
    await _note_parts(session, interview, turn_id, end)
    event = ev.AnswerEnded(turn_id, end.mode, end.reason, empty=not text, unheard=unheard)
    snapshot = await runner.apply(session, interview.id, event, typed_text=text)
    answers = AnswerRepository(session)
    answer = await answers.of_turn(turn_id)
    absent: dict[int, list[int]] = {}
    if answer is not None and answer.mode is AnswerMode.SPOKEN:
        expected = transcripts.expected_parts(answer) or []
        absent = completeness.missing(await answers.chunks(turn_id), expected)
        if not absent and snapshot.state not in CLOSED_STATES:
            locked = await InterviewRepository(session).locked(interview.id)
            await recording_grew(session, locked, turn_id)
    latest = await InterviewRepository(session).locked(interview.id)
    return AnswerEndOut(
        state=latest.state,
        version=latest.version,
        missing=[MissingChunksOut(part=part, seqs=seqs) for part, seqs in sorted(absent.items())],
    )


_NOTHING = FileRef(path="none", size=0, sha256="0" * 64, mime="")


async def _answered_turn(session: AsyncSession, interview: Interview, turn_id: UUID) -> Turn:
    """Return the turn if its answer was opened and the interview is not closed."""
    if interview.state in CLOSED_STATES:
        raise InterviewClosedError
    answers = AnswerRepository(session)
    turn = await answers.turn(interview.id, turn_id)
    if turn is None:
        raise TurnUnknownError
    if await answers.of_turn(turn_id) is None:
        raise AnswerNotOpenError
    return turn


async def _keep(
    session: AsyncSession,
    uploads: Path,
    interview: Interview,
    turn: Turn,
    *,
    part: int,
    seq: int,
    mime: str,
    content: tuple[bytes, str, str],
) -> None:
    data, digest, relative = content
    answers = AnswerRepository(session)
    answer = await answers.of_turn(turn.id)
    if answer is not None and answer.mode is AnswerMode.SPOKEN:
        # A row that refers to the interview hinders others from locking it: the lock comes first.
        await InterviewRepository(session).locked(interview.id)
    known = await answers.chunk(turn.id, part, seq)
    if known is None:
        if await answers.stored_bytes(turn.id) + len(data) > TURN_MAX_BYTES:
            raise ChunkTooLargeError
        stored = await files.store(uploads, relative, data, digest)
        file = FileRef(path=stored.path, size=stored.size, sha256=stored.sha256, mime=mime)
        await answers.add_chunk(turn, part=part, seq=seq, file=file)
        known = await answers.chunk(turn.id, part, seq)
    _same(known, digest)
    answer = await answers.of_turn(turn.id)
    if answer is not None and answer.mode is AnswerMode.SPOKEN:
        locked = await InterviewRepository(session).locked(interview.id)
        if locked.state not in CLOSED_STATES:
            await recording_grew(session, locked, turn.id)


def _same(known: AudioChunk | None, digest: str) -> None:
    if known is None or known.sha256 != digest:
        raise ChunkConflictError


async def _note_parts(session: AsyncSession, interview: Interview, turn_id: UUID, end: AnswerEndIn) -> None:
    """Keep what the browser says that it recorded, before the end of the answer looks for it. It can only grow."""
    if end.mode is not AnswerMode.SPOKEN:
        return
    locked = await InterviewRepository(session).locked(interview.id)
    answer = await AnswerRepository(session).of_turn(turn_id)
    if answer is None or answer.interview_id != locked.id or locked.state in CLOSED_STATES:
        return
    counts = {int(item["part"]): int(item["chunks"]) for item in answer.parts or []}
    for item in end.parts:
        counts[item.part] = max(item.chunks, counts.get(item.part, 0))
    answer.parts = [{"part": part, "chunks": counts[part]} for part in sorted(counts)]
    await session.flush()
