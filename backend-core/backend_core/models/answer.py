"""Table of answers."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend_core.models.base import InterviewEntity, MessageType, one_of
from backend_core.models.vocabulary import RecordingState, TranscriptSource, TranscriptState
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.files import FileRef
from interview_contracts.vocabulary import AnswerEndReason, AnswerMode

if TYPE_CHECKING:
    from backend_core.models.transcript_entry import TranscriptEntry
    from backend_core.models.turn import Turn


class Answer(InterviewEntity):
    """The answer to one turn. `mode`, `end_reason` and `ended_at` are set together when it ends.

    `parts` lists what the browser says that it recorded: [{"part": 0, "chunks": 12}, …].
    """

    __tablename__ = "answer"
    __table_args__ = (
        CheckConstraint("num_nulls(mode, end_reason, ended_at) IN (0, 3)", name="ended_together"),
        CheckConstraint("(mode = 'typed') IS TRUE = (typed_text IS NOT NULL)", name="typed_has_text"),
    )

    turn_id: Mapped[UUID] = mapped_column(ForeignKey("turn.id", ondelete="CASCADE"), unique=True)
    mode: Mapped[AnswerMode | None] = mapped_column(one_of(AnswerMode, "mode"))
    end_reason: Mapped[AnswerEndReason | None] = mapped_column(one_of(AnswerEndReason, "end_reason"))
    ended_at: Mapped[datetime | None]
    duration_s: Mapped[float | None]
    typed_text: Mapped[str | None]
    parts: Mapped[list[Any] | None]
    transcript_state: Mapped[TranscriptState] = mapped_column(
        one_of(TranscriptState, "transcript_state"), default=TranscriptState.PENDING, server_default="pending"
    )
    transcript_source: Mapped[TranscriptSource | None] = mapped_column(one_of(TranscriptSource, "transcript_source"))
    transcript_error: Mapped[ErrorCode | None] = mapped_column(one_of(ErrorCode, "transcript_error"))
    transcript_engine: Mapped[EngineInfo | None] = mapped_column(MessageType(EngineInfo))
    transcript_ready_at: Mapped[datetime | None]
    recording_state: Mapped[RecordingState] = mapped_column(
        one_of(RecordingState, "recording_state"), default=RecordingState.NONE, server_default="none"
    )
    recording: Mapped[FileRef | None] = mapped_column(MessageType(FileRef))
    recording_duration_s: Mapped[float | None]
    recording_has_video: Mapped[bool | None]

    turn: Mapped["Turn"] = relationship(lazy="raise", back_populates="answer")
    entries: Mapped[list["TranscriptEntry"]] = relationship(
        lazy="raise", order_by="TranscriptEntry.index", back_populates="answer"
    )
