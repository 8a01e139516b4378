"""What surrounds a payload on its way to a worker."""

from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, Field

from interview_contracts.base import Message


class TaskEnvelope(Message):
    """The single keyword argument (`envelope`) of every Celery task to a worker.

    `key` is the idempotency key: two envelopes with one key ask for the same work. `attempt` counts from 1.
    `correlation_id` follows one interview through all services. After `deadline` the result is of no use.
    """

    task_id: UUID
    key: str = Field(max_length=200)
    attempt: int = Field(default=1, ge=1)
    correlation_id: str = Field(default="", max_length=64)
    sent_at: AwareDatetime
    deadline: AwareDatetime | None = None
    payload: dict[str, Any]
