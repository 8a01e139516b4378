"""What workers and the media server report about answers, and the timers of answers."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.answers import recordings, transcripts
from backend_core.answers.repository import AnswerRepository
from backend_core.events.publish import publish
from backend_core.interviews import runner, timers
from backend_core.interviews.machine.snapshot import CLOSED_STATES, LIVE_STATES
from backend_core.interviews.repository import InterviewRepository
from backend_core.models import Interview, MediaSession, SpeechClosing, SpeechSegment, TaskRecord, uuid7
from interview_contracts import events
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import TaskError
from interview_contracts.payloads.common import TimedText
from interview_contracts.payloads.speech import TranscribeAnswerResult, TranscribeSegmentResult
from interview_contracts.reports import MediaSessionChanged, SpeechClosed


async def segment_transcribed(
    session: AsyncSession, result: TranscribeSegmentResult, engine: EngineInfo | None
) -> None:
    """Keep the text of a live segment, show it as a caption, and see whether the answer's transcript is whole."""
    await _keep_segment(
        session,
        SpeechSegment(
            interview_id=result.interview_id,
            turn_id=result.turn_id,
            media_session=result.media_session,
            index=result.index,
            pieces=result.pieces,
            engine=engine,
            error_code=None,
        ),
    )


async def segment_failed(session: AsyncSession, key: str, correlation_id: str, error: TaskError) -> None:
    """Note that a live segment has no text: the stored recording is transcribed then.

    The media server names its tasks `segment:<turn>:<media session>:<index>` and correlates them by interview.
    """
    name, _, rest = key.partition(":")
    turn, _, rest = rest.partition(":")
    media_session, _, index = rest.rpartition(":")
    try:
        interview_id, turn_id, number = UUID(correlation_id), UUID(turn), int(index)
    except ValueError:
        return
    if name == "segment":
        await _keep_segment(
            session,
            SpeechSegment(
                interview_id=interview_id,
                turn_id=turn_id,
                media_session=media_session[:40],
                index=number,
                pieces=(),
                engine=None,
                error_code=error.code,
            ),
        )


async def speech_closed(session: AsyncSession, closing: SpeechClosed) -> None:
    """Note that the last segment of an answer is cut, and see whether its transcript is whole."""
    interview = await _open_interview(session, closing.interview_id, closing.turn_id)
    if interview is None:
        return
    row = SpeechClosing(
        interview_id=interview.id,
        turn_id=closing.turn_id,
        media_session=closing.media_session,
        segments=closing.segments,
        speech_s=closing.speech_s,
        complete=closing.complete,
    )
    if await AnswerRepository(session).add_closing(interview.id, closing.turn_id, row):
        await _settle_live(session, interview, closing.turn_id)


async def media_changed(session: AsyncSession, change: MediaSessionChanged) -> None:
    """Note that a live connection began or ended. What is older than what is known changes nothing."""
    if await session.get(Interview, change.interview_id) is None:
        return
    at = {"connected_at": change.at} if change.connected else {"disconnected_at": change.at}
    kept = {
        "audio": MediaSession.audio | change.audio,
        "video": MediaSession.video | change.video,
        "frames_sampled": func.greatest(MediaSession.frames_sampled, change.frames_sampled),
        "frames_dropped": func.greatest(MediaSession.frames_dropped, change.frames_dropped),
        **at,
    }
    await session.execute(
        insert(MediaSession)
        .values(
            id=uuid7(),
            interview_id=change.interview_id,
            key=change.media_session,
            audio=change.audio,
            video=change.video,
            frames_sampled=change.frames_sampled,
            frames_dropped=change.frames_dropped,
            **at,
        )
        .on_conflict_do_update(index_elements=[MediaSession.interview_id, MediaSession.key], set_=kept)
    )
    connected = await InterviewRepository(session).connected(change.interview_id)
    await publish(session, events.MediaChanged(interview_id=change.interview_id, connected=connected))


async def answer_transcribed(
    session: AsyncSession, record: TaskRecord, result: TranscribeAnswerResult, engine: EngineInfo | None
) -> None:
    """Keep the transcript of a stored recording, unless the live one came first."""
    if record.interview_id is None:
        return
    turn_id = UUID(record.payload["turn_id"])
    interview = await _open_interview(session, record.interview_id, turn_id)
    ended = None if interview is None else await transcripts.waiting(session, interview, turn_id)
    if interview is not None and ended is not None:
        settled = await transcripts.take_stored(session, ended, result.pieces, engine)
        await runner.apply(session, interview.id, settled)


async def transcription_failed(session: AsyncSession, record: TaskRecord, error: TaskError) -> None:
    """Settle for what was heard live, or leave the answer to a person."""
    turn_id = UUID(record.payload["turn_id"])
    interview = None
    if record.interview_id is not None:
        interview = await _open_interview(session, record.interview_id, turn_id)
    ended = None if interview is None else await transcripts.waiting(session, interview, turn_id)
    if interview is not None and ended is not None:
        await runner.apply(session, interview.id, await transcripts.give_up(session, ended, error.code))


async def live_transcript_late(session: AsyncSession, interview_id: UUID, turn_id: UUID | None) -> None:
    """Have the stored recording transcribed: the live transcript did not come in time."""
    assert turn_id is not None
    interview = await _open_interview(session, interview_id, turn_id)
    ended = None if interview is None else await transcripts.waiting(session, interview, turn_id)
    if ended is not None:
        await _settle(session, interview_id, await transcripts.late(session, ended))


async def chunks_late(session: AsyncSession, interview_id: UUID, turn_id: UUID | None) -> None:
    """Go on with what has arrived of a recording: missing chunks are no longer waited for.

    As long as the candidate is in the room they may still come, and nobody needs the transcript before the evaluation.
    What comes later is kept and joined to the recording, but not transcribed again: ratings quote what they have read.
    """
    assert turn_id is not None
    interview = await _open_interview(session, interview_id, turn_id)
    if interview is None:
        return
    ended = await transcripts.waiting(session, interview, turn_id)
    if ended is not None and interview.state in LIVE_STATES:
        await transcripts.await_chunks(session, ended)
        return
    await recordings.request_assembly(session, interview, turn_id, wait=False)
    if ended is not None:
        settled = await transcripts.live(session, ended)
        await _settle(session, interview_id, settled or await transcripts.stored(session, ended, wait=False))


async def recording_grew(session: AsyncSession, interview: Interview, turn_id: UUID) -> None:
    """Do what waited for the chunks of an ended answer. The interview's row is locked by the caller."""
    await recordings.request_assembly(session, interview, turn_id)
    ended = await transcripts.waiting(session, interview, turn_id)
    if ended is None or await _live_is_awaited(session, interview, turn_id):
        return
    await _settle(session, interview.id, await transcripts.stored(session, ended))


async def _live_is_awaited(session: AsyncSession, interview: Interview, turn_id: UUID) -> bool:
    return await timers.is_pending(session, timers.LIVE_TRANSCRIPT, interview_id=interview.id, turn_id=turn_id)


async def _keep_segment(session: AsyncSession, segment: SpeechSegment) -> None:
    interview = await _open_interview(session, segment.interview_id, segment.turn_id)
    if interview is None:
        return
    answers = AnswerRepository(session)
    clean = tuple(_clean(piece) for piece in segment.pieces)
    segment.pieces = clean
    if not await answers.add_segment(segment):
        return
    text = " ".join(piece.text for piece in clean).strip()
    if text:
        numbered = caption_numbers(await answers.segments(segment.turn_id))
        await publish(
            session,
            events.CaptionFinal(
                interview_id=interview.id,
                turn_id=segment.turn_id,
                index=numbered[segment.media_session] + segment.index,
                text=text,
            ),
        )
    await _settle_live(session, interview, segment.turn_id)


def caption_numbers(segments: list[SpeechSegment]) -> dict[str, int]:
    """Return the number of the first caption of each media session: sessions of a turn follow each other."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for segment in segments:
        if segment.media_session not in first:
            first[segment.media_session] = max(last.values(), default=-1) + 1
        number = first[segment.media_session] + segment.index
        last[segment.media_session] = max(last.get(segment.media_session, -1), number)
    return first


def _clean(piece: TimedText) -> TimedText:
    return piece.model_copy(update={"text": piece.text.replace("\x00", "")})


async def _settle_live(session: AsyncSession, interview: Interview, turn_id: UUID) -> None:
    ended = await transcripts.waiting(session, interview, turn_id)
    if ended is not None:
        await _settle(session, interview.id, await transcripts.live(session, ended))


async def _settle(session: AsyncSession, interview_id: UUID, settled: transcripts.Settled | None) -> None:
    if settled is not None:
        await runner.apply(session, interview_id, settled)


async def _open_interview(session: AsyncSession, interview_id: UUID, turn_id: UUID) -> Interview | None:
    """Return the interview, locked, if it has this turn and is not closed."""
    found = await session.scalar(select(Interview.id).where(Interview.id == interview_id))
    if found is None or await AnswerRepository(session).turn(interview_id, turn_id) is None:
        return None
    interview = await InterviewRepository(session).locked(interview_id)
    return None if interview.state in CLOSED_STATES else interview
