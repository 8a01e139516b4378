"""What a domain gives to the results consumer for each of its tasks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.models import TaskRecord
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import TaskError


@dataclass(frozen=True, slots=True)
class Handler:
    """What follows from the outcome of a recorded task. Each function is called once for a key.

    `succeeded(session, record, result, engine)` gets an instance of the spec's result model.
    `failed(session, record, error)` is called when no attempt is left. The record's interview is locked.
    """

    succeeded: Callable[[AsyncSession, TaskRecord, Any, EngineInfo | None], Awaitable[None]]
    failed: Callable[[AsyncSession, TaskRecord, TaskError], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class LiveHandler:
    """What follows from a task that the media server sent by itself. Its results may come twice.

    `failed(session, key, correlation_id, error)` knows the task only by its key.
    """

    succeeded: Callable[[AsyncSession, Any, EngineInfo | None], Awaitable[None]]
    failed: Callable[[AsyncSession, str, str, TaskError], Awaitable[None]] | None = None
