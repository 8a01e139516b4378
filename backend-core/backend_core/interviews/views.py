"""What candidates and recruiters see of an interview."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.answers import completeness
from backend_core.answers.handlers import caption_numbers
from backend_core.answers.limits import CHUNK_MAX_BYTES, TYPED_MAX_CHARS
from backend_core.answers.repository import AnswerRepository
from backend_core.consents.service import granted_purposes
from backend_core.engines.service import best_engine
from backend_core.interviews import expiry, timers
from backend_core.interviews.machine.handlers import ANSWER_GRACE_S
from backend_core.interviews.machine.snapshot import LIVE_STATES, TurnState
from backend_core.interviews.planning import in_language
from backend_core.interviews.repository import InterviewRepository
from backend_core.interviews.schemas import (
    CapabilitiesOut,
    CapabilityOut,
    CaptionOut,
    InterviewSnapshot,
    LiveInterviewOut,
    ProgressOut,
    RoomSettingsOut,
    Seat,
    TranscriptOut,
    TranscriptPieceOut,
    TranscriptTurnOut,
    TurnOut,
    UploadedPartOut,
)
from backend_core.models import Interview, Job, Turn
from interview_contracts.vocabulary import Capability, ConsentPurpose, InterviewState

_BEFORE_START = frozenset({InterviewState.CREATED, InterviewState.PLANNING, InterviewState.READY})


async def candidate_view(
    session: AsyncSession, interview_id: UUID, *, tab_id: str | None, last_event_id: str
) -> InterviewSnapshot:
    """Return everything that the interview room shows."""
    repository = InterviewRepository(session)
    interview = await repository.shown(interview_id)
    granted = await granted_purposes(session, interview_id)
    rows = await repository.rows(interview)
    return InterviewSnapshot(
        id=interview.id,
        state=interview.state,
        version=interview.version,
        language=interview.language,
        job_title=in_language(interview.job, "title", interview.language),
        company_name=in_language(interview.company, "name", interview.language),
        progress=_progress(interview, len(rows.questions)),
        turn=await _turn(session, interview),
        capabilities=await _capabilities(session, interview),
        consents={purpose: purpose in granted for purpose in ConsentPurpose},
        settings=_settings(interview.job),
        seat=seat_of(interview, tab_id),
        expires_at=await expiry.deadline_of(session, interview),
        server_time=await timers.database_now(session),
        last_event_id=last_event_id,
    )


async def recruiter_view(session: AsyncSession, interview_id: UUID, *, last_event_id: str) -> LiveInterviewOut:
    """Return what a recruiter sees of an interview that goes on."""
    repository = InterviewRepository(session)
    interview = await repository.shown(interview_id)
    rows = await repository.rows(interview)
    return LiveInterviewOut(
        id=interview.id,
        state=interview.state,
        version=interview.version,
        candidate_name=interview.candidate.name,
        job_title=in_language(interview.job, "title", interview.language),
        language=interview.language,
        progress=_progress(interview, len(rows.questions)),
        turn=await _turn(session, interview),
        connected=await repository.connected(interview.id),
        started_at=interview.started_at,
        answered_at=interview.answered_at,
        turns=await _transcript_turns(session, interview.id),
        server_time=await timers.database_now(session),
        last_event_id=last_event_id,
    )


async def transcript_view(session: AsyncSession, interview: Interview) -> TranscriptOut:
    """Return the interview in words."""
    return TranscriptOut(
        interview_id=interview.id, state=interview.state, turns=await _transcript_turns(session, interview.id)
    )


def seat_of(interview: Interview, tab_id: str | None) -> Seat:
    """Return whose commands count, as a tab sees it."""
    if interview.seat_tab is None:
        return Seat.FREE
    return Seat.MINE if interview.seat_tab == tab_id else Seat.TAKEN


def speech_urls(turn: Turn) -> list[str | None]:
    """Return where the clips of a spoken question are fetched, below the API's prefix; None for one not spoken yet."""
    url = f"/interviews/{turn.interview_id}/turns/{turn.id}/speech"
    return [None if file is None else f"{url}/{clip}" for clip, file in enumerate(turn.spoken)]


def _progress(interview: Interview, total: int) -> ProgressOut:
    if interview.state in _BEFORE_START or interview.question_index is None:
        return ProgressOut(index=0, total=total)
    return ProgressOut(index=interview.question_index + 1, total=total)


async def _turn(session: AsyncSession, interview: Interview) -> TurnOut | None:
    if interview.state not in LIVE_STATES or interview.turn_index is None:
        return None
    turns = await InterviewRepository(session).transcript(interview.id)
    row = turns[-1]
    answers = AnswerRepository(session)
    segments = await answers.segments(row.id)
    first = caption_numbers(segments)
    captions = [
        CaptionOut(index=first[segment.media_session] + segment.index, text=text)
        for segment in segments
        if (text := " ".join(piece.text for piece in segment.pieces).strip())
    ]
    chunks = await answers.chunks(row.id)
    return TurnOut(
        id=row.id,
        index=row.index,
        state=_turn_state(row),
        text=row.text,
        section=row.question.section,
        source=row.source,
        follow_up=row.intent is not None,
        asked_at=row.asked_at,
        answer_opened_at=row.answer_opened_at,
        answer_limit_s=row.answer_limit_s,
        speech_urls=speech_urls(row),
        captions=captions,
        uploaded=[
            UploadedPartOut(part=part, next_seq=completeness.next_seq(stored))
            for part, stored in sorted(chunks.items())
        ],
    )


def _turn_state(turn: Turn) -> TurnState:
    if turn.answer is None:
        return TurnState.ASKED
    return TurnState.ANSWERING if turn.answer.mode is None else TurnState.ANSWERED


async def _capabilities(session: AsyncSession, interview: Interview) -> CapabilitiesOut:
    async def one(capability: Capability) -> CapabilityOut:
        language = None if capability is Capability.FACE else interview.language
        engine = await best_engine(session, capability, language)
        if engine is None:
            return CapabilityOut(available=False, engine="", quality=None)
        return CapabilityOut(available=True, engine=engine.name, quality=engine.quality)

    return CapabilitiesOut(
        stt=await one(Capability.STT), tts=await one(Capability.TTS), face=await one(Capability.FACE)
    )


def _settings(job: Job) -> RoomSettingsOut:
    return RoomSettingsOut(
        silence_s=job.silence_s,
        think_time_s=job.think_time_s,
        answer_grace_s=ANSWER_GRACE_S,
        recording=job.recording,
        video_required=job.video_required,
        face_observation=job.face_observation,
        follow_ups_per_question=job.follow_ups_per_question,
        chunk_max_bytes=CHUNK_MAX_BYTES,
        typed_max_chars=TYPED_MAX_CHARS,
    )


async def _transcript_turns(session: AsyncSession, interview_id: UUID) -> list[TranscriptTurnOut]:
    return [_transcript_turn(turn) for turn in await InterviewRepository(session).transcript(interview_id)]


def _transcript_turn(turn: Turn) -> TranscriptTurnOut:
    answer = turn.answer
    entries = [] if answer is None else [item for item in answer.entries if item.source is answer.transcript_source]
    ended = answer is not None and answer.mode is not None
    return TranscriptTurnOut(
        turn_id=turn.id,
        index=turn.index,
        question=turn.text,
        section=turn.question.section,
        follow_up=turn.intent is not None,
        mode=None if answer is None else answer.mode,
        transcript_state=answer.transcript_state if answer is not None and ended else None,
        pieces=[TranscriptPieceOut(text=item.text, start_s=item.start_s, end_s=item.end_s) for item in entries],
    )
