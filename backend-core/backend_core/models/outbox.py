"""Table of the outbox: effects that leave after the commit."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import Entity, one_of
from backend_core.models.vocabulary import OutboxKind


class Outbox(Entity):
    """A task to send or an event to publish, in the order of `number`.

    For a task `name` is the task's name and `payload` is empty: its record holds it. For an event `name` is the event's
    type and `payload` the event. Published rows are kept for an hour.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_waiting", "number", postgresql_where=text("published_at IS NULL")),)

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    kind: Mapped[OutboxKind] = mapped_column(one_of(OutboxKind, "kind"))
    name: Mapped[str] = mapped_column(String(80))
    interview_id: Mapped[UUID | None] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"), index=True)
    task_record_id: Mapped[UUID | None] = mapped_column(ForeignKey("task_record.id", ondelete="CASCADE"), index=True)
    payload: Mapped[dict[str, Any]]
    published_at: Mapped[datetime | None]
