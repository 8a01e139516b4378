"""Having the recording of an answer joined for playback."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.answers import completeness
from backend_core.answers.repository import AnswerRepository
from backend_core.answers.transcripts import expected_parts
from backend_core.consents.service import granted
from backend_core.models import Interview, TaskRecord
from backend_core.models.vocabulary import RecordingState
from backend_core.tasks.send import send
from interview_contracts import registry
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import TaskError
from interview_contracts.payloads.recordings import AssemblePayload, AssembleResult
from interview_contracts.vocabulary import ConsentPurpose


async def request_assembly(session: AsyncSession, interview: Interview, turn_id: UUID, *, wait: bool = True) -> bool:
    """Have the recording joined once all of it is there; with `wait` False, what is there. Returns whether it is asked.

    Nothing is joined for a candidate who does not agree to be recorded. Chunks that come later have it joined again:
    the number of chunks is a part of the task's key.
    """
    answers = AnswerRepository(session)
    answer = await answers.of_turn(turn_id)
    if answer is None or answer.mode is None or not await granted(session, interview.id, ConsentPurpose.RECORDING):
        return False
    chunks = await answers.chunks(turn_id)
    expected = expected_parts(answer)
    if wait and (expected is None or completeness.missing(chunks, expected)):
        return False
    parts = completeness.playable(chunks)
    if not parts:
        return False
    count = sum(len(part) for part in parts)
    new = await send(
        session,
        registry.RECORDING_ASSEMBLE,
        AssemblePayload(
            interview_id=interview.id,
            turn_id=turn_id,
            parts=parts,
            target=f"interviews/{interview.id}/turns/{turn_id}/recording-{count}.webm",
        ),
        key=f"{registry.RECORDING_ASSEMBLE.name}:{turn_id}:{count}",
        interview_id=interview.id,
        context={"turn_id": str(turn_id)},
    )
    if new and answer.recording_state is not RecordingState.READY:
        answer.recording_state = RecordingState.PENDING
        await session.flush()
    return new


async def joined(session: AsyncSession, record: TaskRecord, result: AssembleResult, _engine: EngineInfo | None) -> None:
    """Keep the joined recording. One that was joined from more chunks is not replaced by a shorter one."""
    answer = await AnswerRepository(session).of_turn(UUID(record.payload["turn_id"]))
    if answer is None or (answer.recording is not None and answer.recording.size > result.file.size):
        return
    answer.recording_state = RecordingState.READY
    answer.recording = result.file
    answer.recording_duration_s = result.duration_s
    answer.recording_has_video = result.has_video
    await session.flush()


async def joining_failed(session: AsyncSession, record: TaskRecord, _error: TaskError) -> None:
    """Show that the recording cannot be played; its chunks stay, and the transcript does not depend on it."""
    answer = await AnswerRepository(session).of_turn(UUID(record.payload["turn_id"]))
    if answer is not None and answer.recording_state is not RecordingState.READY:
        answer.recording_state = RecordingState.FAILED
        await session.flush()
