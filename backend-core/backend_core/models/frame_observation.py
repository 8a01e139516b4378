"""Table of face observations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import InterviewEntity, MessageType
from interview_contracts.engines import EngineInfo


class FrameObservation(InterviewEntity):
    """What one sampled frame shows; never an input of a score.

    `presentation_s` is seconds since the media session began; head pose is in degrees.
    """

    __tablename__ = "frame_observation"
    __table_args__ = (
        UniqueConstraint("interview_id", "media_session", "sequence"),
        Index(None, "interview_id", "captured_at"),
        CheckConstraint("face_count >= 0", name="face_count"),
    )

    turn_id: Mapped[UUID | None] = mapped_column(ForeignKey("turn.id", ondelete="SET NULL"), index=True)
    media_session: Mapped[str] = mapped_column(String(40))
    sequence: Mapped[int]
    presentation_s: Mapped[float]
    captured_at: Mapped[datetime]
    face_count: Mapped[int]
    confidence: Mapped[float | None]
    yaw: Mapped[float | None]
    pitch: Mapped[float | None]
    roll: Mapped[float | None]
    gaze_x: Mapped[float | None]
    gaze_y: Mapped[float | None]
    engine: Mapped[EngineInfo | None] = mapped_column(MessageType(EngineInfo))
