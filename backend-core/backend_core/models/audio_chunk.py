"""Table of uploaded chunks of answers."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import InterviewEntity


class AudioChunk(InterviewEntity):
    """A chunk of what the browser recorded (sound, with pictures where the camera is on).

    A part is one whole media file; its chunks in the order of `seq` (from 0), joined, are that file. `path` is relative
    to the uploads root, `size` is in bytes.
    """

    __tablename__ = "audio_chunk"
    __table_args__ = (
        UniqueConstraint("turn_id", "part", "seq"),
        CheckConstraint("part >= 0 AND seq >= 0 AND size >= 0", name="not_negative"),
    )

    turn_id: Mapped[UUID] = mapped_column(ForeignKey("turn.id", ondelete="CASCADE"))
    part: Mapped[int]
    seq: Mapped[int]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    mime: Mapped[str] = mapped_column(String(100))
    path: Mapped[str] = mapped_column(String(400))
