"""What workers and the media server tell the core: all through the one task `core.record_result`."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from interview_contracts.base import Message
from interview_contracts.engines import EngineFailure, EngineInfo, EngineStatus
from interview_contracts.errors import TaskError


class Success(Message):
    """The task's result, a dump of the result model of its spec."""

    status: Literal["success"] = "success"
    result: dict[str, Any]


class Failure(Message):
    """The task failed."""

    status: Literal["failure"] = "failure"
    error: TaskError


Outcome = Annotated[Success | Failure, Field(discriminator="status")]


class TaskReport(Message):
    """Outcome of one attempt of one task.

    `passed_over` are better engines than `engine` that did not do it, in their order; where the task failed, all that
    tried or could not be loaded.
    """

    kind: Literal["task"] = "task"
    task_id: UUID
    key: str = Field(max_length=200)
    name: str
    attempt: int = Field(ge=1)
    correlation_id: str = ""
    outcome: Outcome
    engine: EngineInfo | None = None
    passed_over: tuple[EngineFailure, ...] = ()
    sent_at: AwareDatetime
    started_at: AwareDatetime
    finished_at: AwareDatetime


class TaskProgress(Message):
    """A worker holds an attempt of a recorded task and is at it; its lease runs anew. Sent by the parent process."""

    kind: Literal["progress"] = "progress"
    task_id: UUID
    key: str = Field(max_length=200)
    name: str
    attempt: int = Field(ge=1)


class SpeechClosed(Message):
    """The media server has cut the last segment of an answer. With `segments` results in, the live transcript is whole.

    `complete` is False when sound of the answer was missed (late join, lost connection): then the stored recording
    is transcribed instead.
    """

    kind: Literal["speech_closed"] = "speech_closed"
    interview_id: UUID
    turn_id: UUID
    media_session: str = Field(max_length=40)
    segments: int = Field(ge=0)
    speech_s: float = Field(ge=0)
    complete: bool


class MediaSessionChanged(Message):
    """A candidate's media connection began or ended."""

    kind: Literal["media_session"] = "media_session"
    interview_id: UUID
    media_session: str = Field(max_length=40)
    connected: bool
    audio: bool = False
    video: bool = False
    at: AwareDatetime
    frames_sampled: int = 0
    frames_dropped: int = 0


class EnginesReport(Message):
    """The engines of one worker, sent at its start, when one changes, and every minute."""

    kind: Literal["engines"] = "engines"
    worker: str = Field(max_length=120)
    engines: tuple[EngineStatus, ...]
    at: AwareDatetime


class Report(Message):
    """The single keyword argument (`envelope`) of `core.record_result`."""

    body: Annotated[
        TaskReport | TaskProgress | SpeechClosed | MediaSessionChanged | EnginesReport, Field(discriminator="kind")
    ]


class Acknowledgement(Message):
    """Result model of `core.record_result`; nobody reads it."""
