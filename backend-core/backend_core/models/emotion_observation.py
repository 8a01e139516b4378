"""Table of emotion observations."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import InterviewEntity, MessageType, one_of
from interview_contracts.engines import EngineInfo
from interview_contracts.vocabulary import Emotion


class EmotionObservation(InterviewEntity):
    """What the expression in one frame was taken for (B-11); never an input of a score.

    It stands apart from observations of faces and names no turn, so that nothing of it is read beside an answer.
    `share` is 0-1, `presentation_s` seconds since the media session began.
    """

    __tablename__ = "emotion_observation"
    __table_args__ = (
        UniqueConstraint("interview_id", "media_session", "sequence"),
        CheckConstraint("share >= 0 AND share <= 1", name="share"),
    )

    media_session: Mapped[str] = mapped_column(String(40))
    sequence: Mapped[int]
    presentation_s: Mapped[float]
    captured_at: Mapped[datetime]
    dominant: Mapped[Emotion] = mapped_column(one_of(Emotion, "dominant"))
    share: Mapped[float]
    engine: Mapped[EngineInfo | None] = mapped_column(MessageType(EngineInfo))
