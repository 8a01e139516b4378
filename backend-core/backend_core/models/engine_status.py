"""Table of the engines that worker processes offer."""

from datetime import datetime

from sqlalchemy import ARRAY, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import Entity, one_of
from interview_contracts.vocabulary import Capability, EngineQuality


class EngineStatus(Entity):
    """The latest word of one worker process about one engine."""

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
    reported_at: Mapped[datetime]
