"""Table of planned questions."""

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend_core.models.base import InterviewEntity, MessageType, one_of
from interview_contracts.files import FileRef
from interview_contracts.vocabulary import QuestionSource, Section

if TYPE_CHECKING:
    from backend_core.models.bank_question import BankQuestion
    from backend_core.models.competency import Competency
    from backend_core.models.interview import Interview


class Question(InterviewEntity):
    """A question of an interview's plan, in the language of the interview, in the order of `position` (from 0).

    `speech_engine` is the name of the engine that spoke it, None where that is not known.
    """

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("interview_id", "key"),
        UniqueConstraint("interview_id", "position"),
        CheckConstraint("answer_limit_s BETWEEN 30 AND 600", name="answer_limit_s"),
        CheckConstraint("position >= 0", name="position"),
    )

    competency_id: Mapped[UUID | None] = mapped_column(ForeignKey("competency.id", ondelete="RESTRICT"), index=True)
    bank_question_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("bank_question.id", ondelete="RESTRICT"), index=True
    )
    key: Mapped[str] = mapped_column(String(120))
    position: Mapped[int]
    section: Mapped[Section] = mapped_column(one_of(Section, "section"))
    source: Mapped[QuestionSource] = mapped_column(one_of(QuestionSource, "source"))
    text: Mapped[str] = mapped_column(String(1000))
    scored: Mapped[bool]
    answer_limit_s: Mapped[int]
    rationale: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    speech: Mapped[FileRef | None] = mapped_column(MessageType(FileRef))
    speech_duration_s: Mapped[float | None]
    speech_engine: Mapped[str | None] = mapped_column(String(60))

    interview: Mapped["Interview"] = relationship(lazy="raise", back_populates="questions")
    competency: Mapped["Competency | None"] = relationship(lazy="raise")
    bank_question: Mapped["BankQuestion | None"] = relationship(lazy="raise")
