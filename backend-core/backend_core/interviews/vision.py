"""Face observations: stored for people to look at, never an input of a score."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.interviews.machine.snapshot import CLOSED_STATES
from backend_core.models import FrameObservation, Interview, Turn, uuid7
from interview_contracts.engines import EngineInfo
from interview_contracts.payloads.vision import FaceObservation, InferEmotionResult, ObserveFacesResult


async def faces_observed(session: AsyncSession, result: ObserveFacesResult, engine: EngineInfo | None) -> None:
    """Store the observations of a batch of frames; those that are stored already change nothing."""
    interviews = {item.interview_id for item in result.observations}
    if not interviews:
        return
    known = set(
        await session.scalars(
            select(Interview.id).where(Interview.id.in_(interviews), Interview.state.not_in(CLOSED_STATES))
        )
    )
    turns = {
        row.interview_id: row.id
        for row in await session.execute(
            select(Turn.interview_id, Turn.id).where(Turn.interview_id.in_(known), Turn.closed_at.is_(None))
        )
    }
    rows = [
        _row(item, turns.get(item.interview_id), engine) for item in result.observations if item.interview_id in known
    ]
    if rows:
        await session.execute(insert(FrameObservation).on_conflict_do_nothing(), rows)


async def emotion_inferred(_session: AsyncSession, _result: InferEmotionResult, _engine: EngineInfo | None) -> None:
    """Drop the result: this release stores no emotions."""


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
