"""What a result says about the engine that made it."""

from pydantic import AwareDatetime, Field

from interview_contracts.base import Message
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, EngineQuality, Language


class EngineInfo(Message):
    """Identity of an engine as it is stored with every result and shown beside it."""

    capability: Capability
    name: str = Field(max_length=60)
    version: str = Field(max_length=60)
    model: str = Field(default="", max_length=200)
    quality: EngineQuality = EngineQuality.PRODUCTION
    device: str = Field(default="", max_length=80, description="Where it computes, such as cpu (2 threads) or cuda:0")


class EngineFailure(Message):
    """An engine that should have done a task and did not: another one did, or nobody could."""

    engine: str = Field(max_length=60)
    code: ErrorCode


class PassedOver(Message):
    """A better engine that is not used. `code` is None where it lacks something, such as a file.

    `again_at` is when an engine that could not be loaded is tried again.
    """

    engine: str = Field(max_length=60)
    reason: str = Field(max_length=300, description="In one English sentence; no personal data")
    code: ErrorCode | None = None
    again_at: AwareDatetime | None = None


class EngineStatus(Message):
    """An engine that a worker process offers, for which languages, and how it does.

    `memory_mb` and `device_memory_mb` are what its process and the GPU took on when it was loaded, in MiB, None where
    that is not known. `latency_ms` is the time of its last request, `last_error` the code of the last one that failed.
    """

    engine: EngineInfo
    languages: tuple[Language, ...]
    available: bool = True
    note: str = Field(default="", max_length=300, description="Why a better engine is not used; no personal data")
    passed_over: tuple[PassedOver, ...] = ()
    loaded: bool = False
    memory_mb: int | None = Field(default=None, ge=0)
    device_memory_mb: int | None = Field(default=None, ge=0)
    latency_ms: int | None = Field(default=None, ge=0)
    last_error: ErrorCode | None = None
    last_error_at: AwareDatetime | None = None
