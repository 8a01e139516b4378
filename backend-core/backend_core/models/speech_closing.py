"""Table of closed live speech of answers."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import InterviewEntity


class SpeechClosing(InterviewEntity):
    """What the media server says when it has cut the last segment of an answer.

    The live transcript is whole when `complete` holds and `segments` rows of `speech_segment` are in.
    """

    __tablename__ = "speech_closing"
    __table_args__ = (UniqueConstraint("turn_id", "media_session"),)

    turn_id: Mapped[UUID] = mapped_column(ForeignKey("turn.id", ondelete="CASCADE"))
    media_session: Mapped[str] = mapped_column(String(40))
    segments: Mapped[int]
    speech_s: Mapped[float]
    complete: Mapped[bool]
