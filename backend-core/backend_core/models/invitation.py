"""Table of invitations."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend_core.models.base import CompanyEntity, one_of
from backend_core.models.vocabulary import InvitationState
from interview_contracts.vocabulary import Language

if TYPE_CHECKING:
    from backend_core.models.company import Company
    from backend_core.models.job import Job


class Invitation(CompanyEntity):
    """An invitation of one person to one job. The link's token is stored as a SHA-256 hex digest only."""

    __tablename__ = "invitation"
    __table_args__ = (CheckConstraint("candidate_email = lower(candidate_email)", name="email_lower_case"),)

    job_id: Mapped[UUID] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), index=True)
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    candidate_name: Mapped[str] = mapped_column(String(100))
    candidate_email: Mapped[str] = mapped_column(String(254))
    language: Mapped[Language] = mapped_column(one_of(Language, "language"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[InvitationState] = mapped_column(one_of(InvitationState, "state"))
    expires_at: Mapped[datetime]

    company: Mapped["Company"] = relationship(lazy="raise")
    job: Mapped["Job"] = relationship(lazy="raise")
