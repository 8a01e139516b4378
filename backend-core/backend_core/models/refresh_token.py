"""Table of refresh tokens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import Entity


class RefreshToken(Entity):
    """One refresh token of a session, stored as a SHA-256 hex digest.

    `rotated_at` is set at its first use; `retired_at` when a sibling (a successor of the same parent) was used first.
    """

    __tablename__ = "refresh_token"

    auth_session_id: Mapped[UUID] = mapped_column(ForeignKey("auth_session.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("refresh_token.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    rotated_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
