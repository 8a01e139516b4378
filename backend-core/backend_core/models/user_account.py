"""Table of user accounts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import Entity, one_of
from backend_core.models.vocabulary import UserRole
from interview_contracts.vocabulary import Language


class UserAccount(Entity):
    """A person who can log in. `email` is kept in lower case. Staff belong to a company, candidates to none."""

    __tablename__ = "user_account"
    __table_args__ = (
        CheckConstraint("(role = 'candidate') = (company_id IS NULL)", name="staff_has_company"),
        CheckConstraint("email = lower(email)", name="email_lower_case"),
    )

    company_id: Mapped[UUID | None] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), index=True)
    role: Mapped[UserRole] = mapped_column(one_of(UserRole, "role"))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    locale: Mapped[Language] = mapped_column(one_of(Language, "locale"))
    password_hash: Mapped[str] = mapped_column(String(255))
    disabled_at: Mapped[datetime | None]
