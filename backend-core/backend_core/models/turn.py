"""Table of turns."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend_core.models.base import InterviewEntity, MessageTuple, MessageType, one_of
from interview_contracts.base import Message
from interview_contracts.engines import EngineInfo
from interview_contracts.files import FileRef
from interview_contracts.vocabulary import FollowUpIntent, QuestionSource

if TYPE_CHECKING:
    from backend_core.models.answer import Answer
    from backend_core.models.interview import Interview
    from backend_core.models.question import Question


class SpeechClip(Message):
    """A sentence of a spoken follow-up; `file` is None while it is not spoken."""

    file: FileRef | None = None


class Turn(InterviewEntity):
    """A question as it was asked, and the time in which it was answered.

    `question_id` is the planned question; a follow-up (`intent` is set) belongs to the one that it
    follows. An interview has at most one open turn (`closed_at` is empty). A planned question is spoken as a whole
    (`speech`), a follow-up sentence by sentence (`speech_clips`).
    """

    __tablename__ = "turn"
    __table_args__ = (
        UniqueConstraint("interview_id", "index"),
        Index("uq_turn_open", "interview_id", unique=True, postgresql_where=text("closed_at IS NULL")),
        CheckConstraint("(source = 'follow_up') = (intent IS NOT NULL)", name="follow_up_has_intent"),
        CheckConstraint("index >= 0", name="index"),
    )

    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    index: Mapped[int]
    source: Mapped[QuestionSource] = mapped_column(one_of(QuestionSource, "source"))
    text: Mapped[str] = mapped_column(String(1000))
    intent: Mapped[FollowUpIntent | None] = mapped_column(one_of(FollowUpIntent, "intent"))
    trigger: Mapped[str] = mapped_column(String(400), default="", server_default="")
    rationale: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    engine: Mapped[EngineInfo | None] = mapped_column(MessageType(EngineInfo))
    answer_limit_s: Mapped[int]
    speech: Mapped[FileRef | None] = mapped_column(MessageType(FileRef))
    speech_duration_s: Mapped[float | None]
    speech_clips: Mapped[tuple[SpeechClip, ...]] = mapped_column(
        MessageTuple(SpeechClip), default=(), server_default="[]"
    )
    asked_at: Mapped[datetime]
    answer_opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    interview: Mapped["Interview"] = relationship(lazy="raise", back_populates="turns")
    question: Mapped["Question"] = relationship(lazy="raise")
    answer: Mapped["Answer | None"] = relationship(lazy="raise", back_populates="turn")

    @property
    def spoken(self) -> tuple[FileRef | None, ...]:
        """Return the clips of the spoken question in their order, None for one that is not spoken yet."""
        if self.speech is not None:
            return (self.speech,)
        return tuple(clip.file for clip in self.speech_clips)
