"""Table of interviews."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend_core.models.base import CompanyEntity, MessageType, one_of
from interview_contracts.engines import EngineInfo
from interview_contracts.vocabulary import InterviewState, Language

if TYPE_CHECKING:
    from backend_core.models.candidate import Candidate
    from backend_core.models.company import Company
    from backend_core.models.invitation import Invitation
    from backend_core.models.job import Job
    from backend_core.models.question import Question
    from backend_core.models.turn import Turn


class Interview(CompanyEntity):
    """One interview. `version` grows with every change of state or turn.

    `question_index` points into the plan, `turn_index` is the index of the newest turn; both are empty before the
    start. `follow_ups_asked` counts those of the current planned question. `deadline_at` is when the current state
    ends by itself. `seat_tab` is the browser tab whose commands count. From `erased_at` on no word of it is kept.
    """

    __tablename__ = "interview"
    __table_args__ = (
        Index(None, "company_id", "job_id", "state"),
        CheckConstraint("version >= 0", name="version"),
    )

    job_id: Mapped[UUID] = mapped_column(ForeignKey("job.id", ondelete="RESTRICT"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id", ondelete="CASCADE"), index=True)
    invitation_id: Mapped[UUID | None] = mapped_column(ForeignKey("invitation.id", ondelete="SET NULL"), unique=True)
    state: Mapped[InterviewState] = mapped_column(one_of(InterviewState, "state"))
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    language: Mapped[Language] = mapped_column(one_of(Language, "language"))
    expires_at: Mapped[datetime | None]
    plan_attempt: Mapped[int] = mapped_column(default=0, server_default="0")
    plan_explanation: Mapped[str] = mapped_column(default="", server_default="")
    plan_engine: Mapped[EngineInfo | None] = mapped_column(MessageType(EngineInfo))
    question_index: Mapped[int | None]
    turn_index: Mapped[int | None]
    follow_ups_asked: Mapped[int] = mapped_column(default=0, server_default="0")
    evaluation_attempt: Mapped[int] = mapped_column(default=0, server_default="0")
    deadline_at: Mapped[datetime | None]
    seat_tab: Mapped[str | None] = mapped_column(String(64))
    seat_taken_at: Mapped[datetime | None]
    prepared_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None] = mapped_column(index=True)

    company: Mapped["Company"] = relationship(lazy="raise")
    job: Mapped["Job"] = relationship(lazy="raise")
    candidate: Mapped["Candidate"] = relationship(lazy="raise")
    invitation: Mapped["Invitation | None"] = relationship(lazy="raise")
    questions: Mapped[list["Question"]] = relationship(
        lazy="raise", order_by="Question.position", back_populates="interview"
    )
    turns: Mapped[list["Turn"]] = relationship(lazy="raise", order_by="Turn.index", back_populates="interview")
