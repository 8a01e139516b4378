"""Sending tasks: a row in the same transaction. The relay carries it to the broker after the commit."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.models import Outbox, TaskRecord, uuid7
from backend_core.models.vocabulary import OutboxKind, TaskState
from backend_core.persistence import transaction_memo
from interview_contracts.base import Message
from interview_contracts.spec import TaskSpec

CHANNEL = "outbox"
"""PostgreSQL notification channel on which the relay is woken."""

PayloadT = TypeVar("PayloadT", bound=Message)
ResultT = TypeVar("ResultT", bound=Message)


async def send(
    session: AsyncSession,
    spec: TaskSpec[PayloadT, ResultT],
    payload: PayloadT,
    *,
    key: str,
    interview_id: UUID | None = None,
    context: dict[str, Any] | None = None,
    deadline: datetime | None = None,
) -> bool:
    """Have a task done by a worker once this transaction has committed.

    `key` names the work: a second call with the same key does nothing. `context` is handed to the handler of the
    result and never leaves the core. After `deadline` the result is of no use. Returns whether the task is new.
    """
    if not spec.recorded:
        raise ValueError(f"{spec.name} is not a task of the core")
    record_id = uuid7()
    correlation = "" if interview_id is None else str(interview_id)
    added = await session.scalar(
        insert(TaskRecord)
        .values(
            id=record_id,
            key=key,
            name=spec.name,
            interview_id=interview_id,
            correlation_id=correlation,
            state=TaskState.PENDING,
            attempt=0,
            max_attempts=spec.max_attempts,
            payload=payload.model_dump(mode="json"),
            context=context,
            deadline=deadline,
        )
        .on_conflict_do_nothing(index_elements=[TaskRecord.key])
        .returning(TaskRecord.id)
    )
    if added is None:
        return False
    await enqueue(session, record_id, name=spec.name, interview_id=interview_id)
    return True


async def enqueue(session: AsyncSession, record_id: UUID, *, name: str, interview_id: UUID | None) -> None:
    """Have the relay publish a recorded task (again)."""
    session.add(
        Outbox(kind=OutboxKind.TASK, name=name, interview_id=interview_id, task_record_id=record_id, payload={})
    )
    await session.flush()
    await wake_relay(session)


async def wake_relay(session: AsyncSession) -> None:
    """Wake the relay when this transaction commits. Once is enough."""
    memo = transaction_memo(session)
    if CHANNEL in memo:
        return
    await session.execute(select(func.pg_notify(CHANNEL, "")))
    transaction_memo(session)[CHANNEL] = True
