"""Table of timers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import Entity


class Timer(Entity):
    """Something that is due at a time. It fires at most once; a cancelled one never fires."""

    __tablename__ = "timer"
    __table_args__ = (
        Index("ix_timer_due", "due_at", postgresql_where=text("fired_at IS NULL AND cancelled_at IS NULL")),
    )

    interview_id: Mapped[UUID | None] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    due_at: Mapped[datetime]
    payload: Mapped[dict[str, Any] | None]
    fired_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
