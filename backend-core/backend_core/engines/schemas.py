"""Responses about engines."""

from datetime import datetime

from pydantic import BaseModel

from interview_contracts.vocabulary import Capability, EngineQuality, Language


class EngineOut(BaseModel):
    """An engine that worker processes offer. `live` tells whether one of them has reported lately."""

    capability: Capability
    name: str
    version: str
    model: str
    quality: EngineQuality
    languages: list[Language]
    available: bool
    note: str
    live: bool
    workers: int
    reported_at: datetime
