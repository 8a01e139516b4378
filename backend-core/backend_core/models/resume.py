"""Table of résumés."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend_core.models.base import CompanyEntity, MessageTuple, MessageType, one_of
from backend_core.models.vocabulary import ResumeState
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.files import FileRef
from interview_contracts.payloads.resumes import HiddenText
from interview_contracts.vocabulary import Language

if TYPE_CHECKING:
    from backend_core.models.resume_fact import ResumeFact


class Resume(CompanyEntity):
    """A résumé that a candidate uploaded for an interview, or (state `skipped`) the decision to give none.

    A new upload supersedes the one before; one row of an interview is current. `pages` holds the visible text.
    """

    __tablename__ = "resume"
    __table_args__ = (
        Index("uq_resume_current", "interview_id", unique=True, postgresql_where=text("superseded_at IS NULL")),
        CheckConstraint("state = 'skipped' OR file IS NOT NULL", name="has_file"),
    )

    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id", ondelete="CASCADE"), index=True)
    state: Mapped[ResumeState] = mapped_column(one_of(ResumeState, "state"))
    file: Mapped[FileRef | None] = mapped_column(MessageType(FileRef))
    file_name: Mapped[str] = mapped_column(String(255), default="", server_default="")
    language: Mapped[Language | None] = mapped_column(one_of(Language, "language"))
    pages: Mapped[list[Any] | None]
    hidden_text: Mapped[tuple[HiddenText, ...] | None] = mapped_column(MessageTuple(HiddenText))
    error_code: Mapped[ErrorCode | None] = mapped_column(one_of(ErrorCode, "error_code"))
    engine: Mapped[EngineInfo | None] = mapped_column(MessageType(EngineInfo))
    confirmed_at: Mapped[datetime | None]
    superseded_at: Mapped[datetime | None]

    facts: Mapped[list["ResumeFact"]] = relationship(
        lazy="raise", order_by="ResumeFact.position", back_populates="resume"
    )
