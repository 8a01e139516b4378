"""Table of transcript entries."""

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend_core.models.base import InterviewEntity, one_of
from backend_core.models.vocabulary import TranscriptSource

if TYPE_CHECKING:
    from backend_core.models.answer import Answer


class TranscriptEntry(InterviewEntity):
    """A piece of an answer's transcript, and the question that it answers (requirement B-07).

    Times are seconds from the start of the answer; typed text has none. `media_session` is set for live pieces.
    """

    __tablename__ = "transcript_entry"
    __table_args__ = (UniqueConstraint("answer_id", "source", "index"),)

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"))
    turn_id: Mapped[UUID] = mapped_column(ForeignKey("turn.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    source: Mapped[TranscriptSource] = mapped_column(one_of(TranscriptSource, "source"))
    index: Mapped[int]
    text: Mapped[str]
    start_s: Mapped[float | None]
    end_s: Mapped[float | None]
    media_session: Mapped[str | None] = mapped_column(String(40))

    answer: Mapped["Answer"] = relationship(lazy="raise", back_populates="entries")
