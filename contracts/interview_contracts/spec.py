"""What a task is: its name, queue, models and limits."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from interview_contracts.base import Message
from interview_contracts.queues import Queue

PayloadT = TypeVar("PayloadT", bound=Message)
ResultT = TypeVar("ResultT", bound=Message)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSpec(Generic[PayloadT, ResultT]):
    """Declaration of one task.

    `time_limit_s`: the worker ends the task after this many seconds.
    `lease_s`: the core sends the task again when neither a result nor a word of a worker that is at work on it came
    within this many seconds.
    `max_attempts`: after this many attempts the task counts as failed.
    `priority`: 0 is served first, 9 last (Celery over Redis).
    `recorded`: the core keeps a task record and leases it; False for work that the media server sends by itself
    and that loses its worth with time.
    """

    name: str
    queue: Queue
    payload: type[PayloadT]
    result: type[ResultT]
    time_limit_s: float
    lease_s: float
    max_attempts: int = 3
    priority: int = 5
    recorded: bool = True
