"""What the camera showed: stored for people to look at, never an input of a score."""

from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.consents import service as consents
from backend_core.emotions import service as emotions
from backend_core.interviews.machine.snapshot import CLOSED_STATES
from backend_core.models import FrameObservation, Interview, Turn, uuid7
from interview_contracts.engines import EngineInfo
from interview_contracts.payloads.vision import FaceObservation, ObserveFacesResult
from interview_contracts.vocabulary import ConsentPurpose


async def faces_observed(session: AsyncSession, result: ObserveFacesResult, engine: EngineInfo | None) -> None:
    """Store the observations of a batch of frames; those that are stored already change nothing.

    Those of candidates who do not agree to it now are dropped: they may have agreed when the picture was taken.
    """
    await emotions.record(session, result.emotions, result.emotion_engine)
    seen = {item.interview_id for item in result.observations}
    interviews = await consents.agreeing(session, seen, ConsentPurpose.FACE_OBSERVATION) if seen else frozenset()
    if not interviews:
        return
    known = await session.execute(
        select(Interview.id, Turn.id)
        .join(Turn, and_(Turn.interview_id == Interview.id, Turn.closed_at.is_(None)), isouter=True)
        .where(Interview.id.in_(interviews), Interview.state.not_in(CLOSED_STATES))
    )
    turns: dict[UUID, UUID | None] = {row[0]: row[1] for row in known}
    rows = [_row(item, turns[item.interview_id], engine) for item in result.observations if item.interview_id in turns]
    if rows:
        await session.execute(insert(FrameObservation).on_conflict_do_nothing(), rows)


def _row(item: FaceObservation, turn_id: UUID | None, engine: EngineInfo | None) -> dict[str, object]:
    pose = item.head_pose
    return {
        "id": uuid7(),
        "interview_id": item.interview_id,
        "turn_id": turn_id,
        "media_session": item.media_session,
        "sequence": item.sequence,
        "presentation_s": item.presentation_s,
        "captured_at": item.captured_at,
        "face_count": item.face_count,
        "confidence": item.confidence,
        "yaw": None if pose is None else pose.yaw,
        "pitch": None if pose is None else pose.pitch,
        "roll": None if pose is None else pose.roll,
        "gaze_x": None if item.gaze is None else item.gaze[0],
        "gaze_y": None if item.gaze is None else item.gaze[1],
        "engine": engine,
    }
