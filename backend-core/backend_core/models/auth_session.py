"""Table of login sessions: each is a family of refresh tokens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import Entity, one_of
from backend_core.models.vocabulary import SessionEnd


class AuthSession(Entity):
    """A login. `expires_at` is absolute: refreshing does not move it. A revoked session ends access at once."""

    __tablename__ = "auth_session"

    user_account_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    end_reason: Mapped[SessionEnd | None] = mapped_column(one_of(SessionEnd, "end_reason"))
