"""Table of live speech segments."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import InterviewEntity, MessageTuple, MessageType, one_of
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.payloads.common import TimedText


class SpeechSegment(InterviewEntity):
    """Result of one live speech segment; no pieces mean that nothing was said. `error_code` is set when it failed."""

    __tablename__ = "speech_segment"
    __table_args__ = (UniqueConstraint("turn_id", "media_session", "index"),)

    turn_id: Mapped[UUID] = mapped_column(ForeignKey("turn.id", ondelete="CASCADE"))
    media_session: Mapped[str] = mapped_column(String(40))
    index: Mapped[int]
    pieces: Mapped[tuple[TimedText, ...]] = mapped_column(MessageTuple(TimedText))
    engine: Mapped[EngineInfo | None] = mapped_column(MessageType(EngineInfo))
    error_code: Mapped[ErrorCode | None] = mapped_column(one_of(ErrorCode, "error_code"))
