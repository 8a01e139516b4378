"""Table of task records."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import Entity, MessageTuple, MessageType, one_of
from backend_core.models.vocabulary import TaskState
from interview_contracts.engines import EngineFailure, EngineInfo
from interview_contracts.errors import ErrorCode


class TaskRecord(Entity):
    """A task that a worker does for the core. `key` is the idempotency key: the first result for it counts.

    When no result came by `lease_until` the relay sends the task again until `max_attempts`. `context` is what the
    handler of the result needs to know; it never leaves the core. `progressed_at` is when a worker was last heard to be
    at work on this attempt. `passed_over` are engines that should have done it and did not, over all attempts.
    """

    __tablename__ = "task_record"
    __table_args__ = (
        Index("ix_task_record_lease", "lease_until", postgresql_where=text("state = 'sent'")),
        Index("ix_task_record_progressed_at", "progressed_at", postgresql_where=text("progressed_at IS NOT NULL")),
        CheckConstraint("attempt >= 0 AND max_attempts >= 1", name="attempts"),
    )

    key: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    interview_id: Mapped[UUID | None] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"), index=True)
    correlation_id: Mapped[str] = mapped_column(String(64), default="", server_default="")
    state: Mapped[TaskState] = mapped_column(
        one_of(TaskState, "state"), default=TaskState.PENDING, server_default="pending"
    )
    attempt: Mapped[int] = mapped_column(default=0, server_default="0")
    max_attempts: Mapped[int] = mapped_column(default=3, server_default="3")
    payload: Mapped[dict[str, Any]]
    context: Mapped[dict[str, Any] | None]
    deadline: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    error_code: Mapped[ErrorCode | None] = mapped_column(one_of(ErrorCode, "error_code"))
    engine: Mapped[EngineInfo | None] = mapped_column(MessageType(EngineInfo))
    passed_over: Mapped[tuple[EngineFailure, ...] | None] = mapped_column(MessageTuple(EngineFailure))
    sent_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    progressed_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
