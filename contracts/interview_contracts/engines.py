"""What a result says about the engine that made it."""

from pydantic import Field

from interview_contracts.base import Message
from interview_contracts.vocabulary import Capability, EngineQuality, Language


class EngineInfo(Message):
    """Identity of an engine as it is stored with every result and shown beside it."""

    capability: Capability
    name: str = Field(max_length=60)
    version: str = Field(max_length=60)
    model: str = Field(default="", max_length=200)
    quality: EngineQuality = EngineQuality.PRODUCTION
    device: str = Field(default="", max_length=80, description="Where it computes, such as cpu (2 threads) or cuda:0")


class EngineStatus(Message):
    """An engine that a worker process offers, and for which languages."""

    engine: EngineInfo
    languages: tuple[Language, ...]
    available: bool = True
    note: str = Field(default="", max_length=300, description="Why a better engine is not used; no personal data")
