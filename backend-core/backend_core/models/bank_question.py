"""Table of the question bank."""

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend_core.models.base import CompanyEntity, one_of
from interview_contracts.vocabulary import Section

if TYPE_CHECKING:
    from backend_core.models.competency import Competency
    from backend_core.models.job import Job


class BankQuestion(CompanyEntity):
    """A question of a job version. Core questions are asked of every candidate, in the order of `position`.

    `note_ko` and `note_en` say why the job needs the question; recruiters see them, candidates do not.
    """

    __tablename__ = "bank_question"
    __table_args__ = (
        UniqueConstraint("job_id", "key", "version"),
        CheckConstraint("answer_limit_s BETWEEN 30 AND 600", name="answer_limit_s"),
        CheckConstraint("NOT scored OR competency_id IS NOT NULL", name="scored_has_competency"),
    )

    job_id: Mapped[UUID] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), index=True)
    competency_id: Mapped[UUID | None] = mapped_column(ForeignKey("competency.id", ondelete="RESTRICT"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    position: Mapped[int]
    section: Mapped[Section] = mapped_column(one_of(Section, "section"))
    core: Mapped[bool] = mapped_column(default=True, server_default="true")
    scored: Mapped[bool] = mapped_column(default=True, server_default="true")
    answer_limit_s: Mapped[int] = mapped_column(default=180, server_default="180")
    text_ko: Mapped[str]
    text_en: Mapped[str]
    note_ko: Mapped[str] = mapped_column(default="", server_default="")
    note_en: Mapped[str] = mapped_column(default="", server_default="")

    job: Mapped["Job"] = relationship(lazy="raise", back_populates="bank_questions")
    competency: Mapped["Competency | None"] = relationship(lazy="raise")
