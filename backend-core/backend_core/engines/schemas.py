"""Responses about engines."""

from datetime import datetime

from pydantic import BaseModel

from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, EngineQuality, Language


class PassedOverOut(BaseModel):
    """A better engine that is not used; `code` is None where it lacks something, such as a file."""

    engine: str
    reason: str
    code: ErrorCode | None
    again_at: datetime | None


class EngineOut(BaseModel):
    """An engine that workers use. `live` tells whether one of them has reported lately.

    Memory is in MiB, the most that one of the workers holds; `latency_ms` is the time of the last request, None before
    the first. `last_error` is the last request that failed, None where none did since the worker began.
    """

    capability: Capability
    name: str
    version: str
    model: str
    device: str
    quality: EngineQuality
    languages: list[Language]
    available: bool
    loaded: bool
    memory_mb: int | None
    device_memory_mb: int | None
    latency_ms: int | None
    last_error: ErrorCode | None
    last_error_at: datetime | None
    note: str
    passed_over: list[PassedOverOut]
    live: bool
    workers: int
    reported_at: datetime
