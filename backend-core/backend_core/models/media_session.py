"""Table of media sessions."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import InterviewEntity


class MediaSession(InterviewEntity):
    """One live connection of a candidate to the media server. `key` is the media server's name of it."""

    __tablename__ = "media_session"
    __table_args__ = (UniqueConstraint("interview_id", "key"),)

    key: Mapped[str] = mapped_column(String(40))
    audio: Mapped[bool] = mapped_column(default=False, server_default="false")
    video: Mapped[bool] = mapped_column(default=False, server_default="false")
    connected_at: Mapped[datetime | None]
    disconnected_at: Mapped[datetime | None]
    frames_sampled: Mapped[int] = mapped_column(default=0, server_default="0")
    frames_dropped: Mapped[int] = mapped_column(default=0, server_default="0")
