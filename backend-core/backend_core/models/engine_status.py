"""Table of the engines that worker processes offer."""

from datetime import datetime

from sqlalchemy import ARRAY, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import Entity, MessageTuple, one_of
from interview_contracts.engines import PassedOver
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, EngineQuality


class EngineStatus(Entity):
    """The latest word of one worker about the engine that it uses for a capability, one row a worker and engine.

    Memory is in MiB; `latency_ms` is the time of the engine's last request.
    """

    __tablename__ = "engine_status"
    __table_args__ = (UniqueConstraint("worker", "capability", "name"),)

    worker: Mapped[str] = mapped_column(String(120))
    capability: Mapped[Capability] = mapped_column(one_of(Capability, "capability"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    version: Mapped[str] = mapped_column(String(60))
    model: Mapped[str] = mapped_column(String(200), default="", server_default="")
    quality: Mapped[EngineQuality] = mapped_column(one_of(EngineQuality, "quality"))
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text))
    available: Mapped[bool]
    note: Mapped[str] = mapped_column(String(300), default="", server_default="")
    passed_over: Mapped[tuple[PassedOver, ...] | None] = mapped_column(MessageTuple(PassedOver))
    device: Mapped[str] = mapped_column(String(80), default="", server_default="")
    loaded: Mapped[bool] = mapped_column(default=False, server_default="false")
    memory_mb: Mapped[int | None]
    device_memory_mb: Mapped[int | None]
    latency_ms: Mapped[int | None]
    last_error: Mapped[ErrorCode | None] = mapped_column(one_of(ErrorCode, "last_error"))
    last_error_at: Mapped[datetime | None]
    reported_at: Mapped[datetime]
