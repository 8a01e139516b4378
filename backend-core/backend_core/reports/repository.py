"""Queries of what a report shows besides ratings."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Float, func, select

from backend_core.models import FrameObservation
from backend_core.persistence import Repository


@dataclass(frozen=True, slots=True)
class FaceFigures:
    """Counts over the sampled frames of an interview. Angles are degrees."""

    frames: int
    present: int
    several: int
    mean_abs_yaw: float | None
    mean_abs_pitch: float | None


class FaceRepository(Repository[FrameObservation]):
    """Observations of frames. Nothing here reaches a score."""

    model = FrameObservation

    async def figures(self, interview_id: UUID) -> FaceFigures:
        """Count what the frames of an interview show."""
        statement = select(
            func.count(),
            func.count().filter(FrameObservation.face_count > 0),
            func.count().filter(FrameObservation.face_count > 1),
            func.avg(func.abs(FrameObservation.yaw)).cast(Float),
            func.avg(func.abs(FrameObservation.pitch)).cast(Float),
        ).where(FrameObservation.interview_id == interview_id)
        frames, present, several, yaw, pitch = (await self.session.execute(statement)).one()
        return FaceFigures(frames, present, several, yaw, pitch)
