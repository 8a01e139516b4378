"""How the transcript of a spoken answer comes about.

Live: the segments that the media server cut, when it says that they are all of the answer. Stored: the uploaded
recording, when there is no live connection, something of it was missed, or the live transcript is late. The first
outcome counts. Every function here returns the machine's event when the transcript is settled, None while it is not.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.answers import completeness
from backend_core.answers.completeness import RecordedPart
from backend_core.answers.repository import AnswerRepository
from backend_core.engines.service import best_engine, list_engines
from backend_core.interviews import timers
from backend_core.interviews.machine import events as ev
from backend_core.models import Answer, Interview, SpeechSegment, Turn
from backend_core.models.vocabulary import TranscriptSource, TranscriptState
from backend_core.tasks.send import send
from interview_contracts import registry
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.payloads.common import TimedText
from interview_contracts.payloads.speech import TranscribeAnswerPayload
from interview_contracts.vocabulary import AnswerMode, Capability, Language

LIVE_WAIT_S = 2.5
"""Seconds after the end of an answer in which its live transcript may come."""

CHUNK_WAIT_S = 30.0
"""Seconds after the end of an answer, and of the last answer, in which missing chunks are waited for."""

Settled = ev.TranscriptReady | ev.TranscriptFailed


@dataclass(frozen=True, slots=True)
class Ended:
    """A spoken answer that has ended and waits for its transcript."""

    interview: Interview
    turn: Turn
    answer: Answer


async def waiting(session: AsyncSession, interview: Interview, turn_id: UUID) -> Ended | None:
    """Return the answer if it still waits for its transcript."""
    answers = AnswerRepository(session)
    turn = await answers.turn(interview.id, turn_id)
    answer = await answers.of_turn(turn_id)
    if turn is None or answer is None or answer.mode is not AnswerMode.SPOKEN:
        return None
    if answer.transcript_state is not TranscriptState.PENDING:
        return None
    return Ended(interview, turn, answer)


async def begin(session: AsyncSession, interview: Interview, turn_id: UUID) -> Settled | None:
    """Bring the transcript about after the end of an answer."""
    ended = await waiting(session, interview, turn_id)
    if ended is None:
        return None
    await await_chunks(session, ended)
    if ended.answer.parts is not None and not await can_transcribe(session, interview.language):
        ended.answer.transcript_error = ErrorCode.CAPABILITY_UNAVAILABLE
        await session.flush()
        return ev.TranscriptFailed(turn_id)
    settled = await live(session, ended)
    if settled is not None:
        return settled
    answers = AnswerRepository(session)
    if await answers.has_live_speech(interview.id) or await answers.segments(turn_id):
        await timers.set_timer(
            session, timers.LIVE_TRANSCRIPT, interview_id=interview.id, turn_id=turn_id, after_s=LIVE_WAIT_S
        )
        return None
    return await stored(session, ended)


async def await_chunks(session: AsyncSession, ended: Ended) -> None:
    """Wait (on) for missing chunks, or for the browser's word on what it has recorded or the candidate has typed."""
    await timers.set_timer(
        session, timers.LATE_CHUNKS, interview_id=ended.interview.id, turn_id=ended.turn.id, after_s=CHUNK_WAIT_S
    )


async def can_transcribe(session: AsyncSession, language: Language) -> bool:
    """Return whether speech in this language may be transcribed. Before any worker has reported nobody knows."""
    if await best_engine(session, Capability.STT, language) is not None:
        return True
    return not any(engine.capability is Capability.STT and engine.live for engine in await list_engines(session))


async def live(session: AsyncSession, ended: Ended) -> Settled | None:
    """Take the live transcript if it is whole. What a connection that heard nothing has missed, the recording tells."""
    answers = AnswerRepository(session)
    segments = await answers.segments(ended.turn.id)
    for closing in await answers.closings(ended.turn.id):
        heard = [row for row in segments if row.media_session == closing.media_session]
        if closing.complete and len(heard) >= closing.segments and not any(row.error_code for row in heard):
            if any(row.pieces for row in heard) or not await _may_be_recorded(session, ended):
                return await _take_live(session, ended, heard)
            return await stored(session, ended)
    return None


async def _may_be_recorded(session: AsyncSession, ended: Ended) -> bool:
    expected = expected_parts(ended.answer)
    if expected is None or any(part.chunks for part in expected):
        return True
    return bool(await AnswerRepository(session).chunks(ended.turn.id))


async def late(session: AsyncSession, ended: Ended) -> Settled | None:
    """Give the live transcript up; the stored recording is transcribed instead."""
    return await live(session, ended) or await stored(session, ended)


async def stored(session: AsyncSession, ended: Ended, *, wait: bool = True) -> Settled | None:
    """Have the stored recording transcribed once all of it is there; with `wait` False, what is there."""
    answers = AnswerRepository(session)
    chunks = await answers.chunks(ended.turn.id)
    expected = expected_parts(ended.answer)
    if wait and (expected is None or completeness.missing(chunks, expected)):
        return None
    parts = completeness.playable(chunks)
    if not parts:
        return await _without_recording(session, ended, lost=any(part.chunks for part in expected or ()))
    if not await can_transcribe(session, ended.interview.language):
        return await give_up(session, ended, ErrorCode.CAPABILITY_UNAVAILABLE)
    await send(
        session,
        registry.SPEECH_TRANSCRIBE_ANSWER,
        TranscribeAnswerPayload(
            interview_id=ended.interview.id, turn_id=ended.turn.id, language=ended.interview.language, parts=parts
        ),
        key=f"{registry.SPEECH_TRANSCRIBE_ANSWER.name}:{ended.turn.id}",
        interview_id=ended.interview.id,
    )
    return None


async def take_stored(
    session: AsyncSession, ended: Ended, pieces: tuple[TimedText, ...], engine: EngineInfo | None
) -> Settled:
    """Keep the transcript of the stored recording."""
    return await _keep(session, ended, TranscriptSource.STORED, [(piece, None) for piece in pieces], engine)


async def give_up(session: AsyncSession, ended: Ended, error: ErrorCode) -> Settled:
    """Settle for what was heard live; with nothing heard the answer has no transcript and a person has to listen."""
    heard = await AnswerRepository(session).segments(ended.turn.id)
    if any(row.pieces for row in heard):
        return await _take_live(session, ended, heard)
    ended.answer.transcript_error = error
    await session.flush()
    return ev.TranscriptFailed(ended.turn.id)


def expected_parts(answer: Answer) -> list[RecordedPart] | None:
    """Return what the browser says that it recorded; None while it has not said so."""
    if answer.parts is None:
        return None
    return [RecordedPart(int(item["part"]), int(item["chunks"])) for item in answer.parts]


async def _without_recording(session: AsyncSession, ended: Ended, *, lost: bool) -> Settled:
    heard = await AnswerRepository(session).segments(ended.turn.id)
    if any(row.pieces for row in heard):
        return await _take_live(session, ended, heard)
    if lost:
        return await give_up(session, ended, ErrorCode.FILE_MISSING)
    return await _keep(session, ended, TranscriptSource.STORED, [], None)


async def _take_live(session: AsyncSession, ended: Ended, segments: list[SpeechSegment]) -> Settled:
    pieces: list[tuple[TimedText, str | None]] = [
        (piece, row.media_session) for row in segments for piece in row.pieces
    ]
    engine = next((row.engine for row in segments if row.engine is not None), None)
    return await _keep(session, ended, TranscriptSource.LIVE, pieces, engine)


async def _keep(
    session: AsyncSession,
    ended: Ended,
    source: TranscriptSource,
    pieces: list[tuple[TimedText, str | None]],
    engine: EngineInfo | None,
) -> Settled:
    clean = [
        (piece.model_copy(update={"text": text}), media_session)
        for piece, media_session in pieces
        if (text := piece.text.replace("\x00", "").strip())
    ]
    ended.answer.transcript_source = source
    ended.answer.transcript_engine = engine
    await AnswerRepository(session).add_entries(ended.answer, ended.turn, source, clean)
    return ev.TranscriptReady(ended.turn.id, empty=not clean)
