"""Queries of what a report shows besides ratings."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Float, func, select

from backend_core.models import FrameObservation
from backend_core.persistence import Repository
from interview_contracts.engines import EngineInfo


@dataclass(frozen=True, slots=True)
class FaceFigures:
    """Counts over the sampled frames of an interview. Angles are degrees. The busiest of `engines` comes first."""

    frames: int
    present: int
    several: int
    mean_abs_yaw: float | None
    mean_abs_pitch: float | None
    mean_abs_gaze_x: float | None
    mean_abs_gaze_y: float | None
    engines: tuple[EngineInfo, ...]


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
            func.avg(func.abs(FrameObservation.gaze_x)).cast(Float),
            func.avg(func.abs(FrameObservation.gaze_y)).cast(Float),
        ).where(FrameObservation.interview_id == interview_id)
        frames, present, several, yaw, pitch, gaze_x, gaze_y = (await self.session.execute(statement)).one()
        engines = await self.session.scalars(
            select(FrameObservation.engine)
            .where(FrameObservation.interview_id == interview_id, FrameObservation.engine.is_not(None))
            .group_by(FrameObservation.engine)
            .order_by(func.count().desc())
        )
        return FaceFigures(
            frames=frames,
            present=present,
            several=several,
            mean_abs_yaw=yaw,
            mean_abs_pitch=pitch,
            mean_abs_gaze_x=gaze_x,
            mean_abs_gaze_y=gaze_y,
            engines=tuple(engine for engine in engines if engine),
        )
