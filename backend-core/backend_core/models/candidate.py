"""Table of candidates."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import CompanyEntity


class Candidate(CompanyEntity):
    """A person's profile at one company. From `erased_at` on it names nobody."""

    __tablename__ = "candidate"
    __table_args__ = (UniqueConstraint("company_id", "user_account_id"),)

    user_account_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(254))
    erased_at: Mapped[datetime | None]
