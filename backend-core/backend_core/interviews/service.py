"""Commands of the interview room. Nothing here commits."""

from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.consents import service as consents
from backend_core.events.publish import publish
from backend_core.interviews import expiry, runner, timers
from backend_core.interviews.errors import (
    InterviewClosedError,
    ResumeNotSettledError,
    SeatTakenError,
    SpeechNotReadyError,
    TurnUnknownError,
)
from backend_core.interviews.execution import state_changed
from backend_core.interviews.machine import events as ev
from backend_core.interviews.machine.snapshot import CLOSED_STATES, Snapshot
from backend_core.interviews.repository import InterviewRepository
from backend_core.interviews.schemas import CommandOut, Seat
from backend_core.interviews.storage import read_snapshot
from backend_core.interviews.views import seat_of
from backend_core.invitations.errors import LanguageNotOfferedError
from backend_core.models import Interview, Job, Turn
from backend_core.models.vocabulary import ResumeState
from backend_core.resumes.repository import ResumeRepository
from interview_contracts.files import FileRef, resolve
from interview_contracts.vocabulary import ConsentPurpose, InterviewState, Language

_UNSETTLED = frozenset({ResumeState.READING, ResumeState.READY, ResumeState.FAILED})


async def prepare(session: AsyncSession, interview: Interview, language: Language) -> CommandOut:
    """Have the questions planned. The candidate has consented, and has confirmed the résumé or gives none."""
    await require_consent(session, interview)
    job = await session.get_one(Job, interview.job_id)
    if language.value not in job.languages:
        raise LanguageNotOfferedError
    if interview.state is InterviewState.CREATED:
        resume = await ResumeRepository(session).current(interview.id)
        if resume is not None and resume.state in _UNSETTLED:
            raise ResumeNotSettledError
    snapshot = await runner.apply(session, interview.id, ev.Prepare(language))
    await expiry.schedule_expiry(session, interview)
    return _command(snapshot)


async def start(session: AsyncSession, interview: Interview) -> CommandOut:
    """Begin: the first question is asked."""
    await require_consent(session, interview)
    snapshot = await runner.apply(session, interview.id, ev.Start())
    await expiry.schedule_expiry(session, interview)
    return _command(snapshot)


async def open_turn(session: AsyncSession, interview: Interview, turn_id: UUID) -> CommandOut:
    """Let the candidate answer."""
    return _command(await runner.apply(session, interview.id, ev.AnswerOpened(turn_id)))


async def withdraw(session: AsyncSession, interview: Interview) -> CommandOut:
    """Close the interview because the candidate wishes it."""
    return _command(await runner.apply(session, interview.id, ev.Withdraw()))


async def take_seat(session: AsyncSession, interview: Interview, tab_id: str) -> CommandOut:
    """Give the interview to a tab, whichever had it; the one that had it is told."""
    repository = InterviewRepository(session)
    locked = await repository.locked(interview.id)
    if locked.state in CLOSED_STATES:
        raise InterviewClosedError
    if locked.seat_tab != tab_id:
        taken_from_another = locked.seat_tab is not None
        locked.seat_tab = tab_id
        locked.seat_taken_at = await timers.database_now(session)
        if taken_from_another:
            # A browser reads its snapshot, which says who has the seat, again when the version has grown.
            locked.version += 1
            await publish(session, state_changed(read_snapshot(await repository.rows(locked))))
        await session.flush()
    return CommandOut(state=locked.state, version=locked.version)


def require_seat(interview: Interview, tab_id: str | None) -> None:
    """Raise `SeatTakenError` unless the seat is free or held by this tab."""
    if seat_of(interview, tab_id) is Seat.TAKEN:
        raise SeatTakenError


async def require_consent(session: AsyncSession, interview: Interview) -> None:
    """Raise `ConsentRequiredError` unless the candidate has agreed to be interviewed by the system."""
    await consents.require(session, interview.id, ConsentPurpose.AI_INTERVIEW)


async def may_observe_face(session: AsyncSession, interview: Interview) -> bool:
    """Return whether the job uses face observation and the candidate agrees to it."""
    job = await session.get_one(Job, interview.job_id)
    return job.face_observation and await consents.granted(session, interview.id, ConsentPurpose.FACE_OBSERVATION)


async def may_infer_emotion(session: AsyncSession, interview: Interview, *, allow_emotion: bool) -> bool:
    """Return whether the deployment allows it, the job uses it, and the candidate agrees to it and to its condition."""
    if not allow_emotion or not await may_observe_face(session, interview):
        return False
    job = await session.get_one(Job, interview.job_id)
    return job.emotion_observation and await consents.granted(session, interview.id, ConsentPurpose.EMOTION_OBSERVATION)


async def speech_file(session: AsyncSession, uploads: Path, interview: Interview, turn_id: UUID, clip: int) -> Path:
    """Return a clip of the spoken question of a turn."""
    turn = await session.scalar(select(Turn).where(Turn.id == turn_id, Turn.interview_id == interview.id))
    if turn is None:
        raise TurnUnknownError
    file: FileRef | None = turn.spoken[clip] if clip < len(turn.spoken) else None
    path = None if file is None else resolve(uploads, file.path)
    if path is None or not path.is_file():
        raise SpeechNotReadyError
    return path


def _command(snapshot: Snapshot) -> CommandOut:
    return CommandOut(state=snapshot.state, version=snapshot.version)
