"""The engines of one process: chosen by settings, made on first use, described without being loaded."""

from importlib import import_module
from typing import Any, TypeVar, cast

from ai_worker.engines.base import AUTO, Engine, EngineConfig, EngineError, Resolved, resolve
from ai_worker.engines.embeddings.port import EmbeddingsEngine
from ai_worker.engines.emotion.port import EmotionEngine
from ai_worker.engines.face.port import FaceEngine
from ai_worker.engines.llm.port import LlmEngine
from ai_worker.engines.stt.port import SttEngine
from ai_worker.engines.tts.port import TtsEngine
from ai_worker.settings import WorkerSettings
from interview_contracts.engines import EngineInfo, EngineStatus
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability

TABLES: dict[Capability, str] = {
    Capability.LLM: "ai_worker.engines.llm.table",
    Capability.STT: "ai_worker.engines.stt.table",
    Capability.TTS: "ai_worker.engines.tts.table",
    Capability.EMBEDDINGS: "ai_worker.engines.embeddings.table",
    Capability.FACE: "ai_worker.engines.face.table",
    Capability.EMOTION: "ai_worker.engines.emotion.table",
}
"""Module of each capability's literal table `ENGINES`, imported only by the processes that use it."""

EngineT = TypeVar("EngineT", bound=Engine)

NO_ENGINE = "none"


class Engines:
    """Engines by capability. Not for several threads: a pool process runs one task at a time."""

    def __init__(self, settings: WorkerSettings) -> None:
        self._settings = settings
        self._config = EngineConfig(models_dir=settings.models_dir, options=settings)
        self._made: dict[Capability, Resolved[Any]] = {}

    @property
    def llm(self) -> LlmEngine:
        """Return the language engine. Raises `EngineError(ENGINE_UNAVAILABLE)`, as do the others."""
        return cast("LlmEngine", self._get(Capability.LLM).engine)

    @property
    def stt(self) -> SttEngine:
        """Return the speech-to-text engine."""
        return cast("SttEngine", self._get(Capability.STT).engine)

    @property
    def tts(self) -> TtsEngine:
        """Return the text-to-speech engine."""
        return cast("TtsEngine", self._get(Capability.TTS).engine)

    @property
    def embeddings(self) -> EmbeddingsEngine:
        """Return the embedding engine."""
        return cast("EmbeddingsEngine", self._get(Capability.EMBEDDINGS).engine)

    @property
    def face(self) -> FaceEngine:
        """Return the face engine."""
        return cast("FaceEngine", self._get(Capability.FACE).engine)

    @property
    def emotion(self) -> EmotionEngine:
        """Return the emotion engine."""
        return cast("EmotionEngine", self._get(Capability.EMOTION).engine)

    def status(self, capability: Capability) -> EngineStatus:
        """Return a capability's row of the status page; loads no model."""
        try:
            return self._get(capability).status()
        except EngineError:
            info = EngineInfo(capability=capability, name=NO_ENGINE, version="")
            return EngineStatus(engine=info, languages=(), available=False, note=self._why_none(capability)[:300])

    def warm_up(self, capability: Capability) -> None:
        """Load a capability's model where it has one and its engine knows how. Raises `EngineError`."""
        load = getattr(self._get(capability).engine, "load", None)
        if load is not None:
            load()

    def _get(self, capability: Capability) -> Resolved[Any]:
        made = self._made.get(capability)
        if made is None:
            if capability is Capability.EMOTION and not self._settings.allow_emotion:
                raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
            choice = self._settings.engine_choice(capability)
            made = self._made[capability] = resolve(_table(capability), choice, self._config)
        return made

    def _why_none(self, capability: Capability) -> str:
        if capability is Capability.EMOTION and not self._settings.allow_emotion:
            return "Switched off for this deployment (ALLOW_EMOTION)."
        choice = self._settings.engine_choice(capability)
        table = _table(capability)
        if choice != AUTO:
            entry = table.get(choice)
            return entry.missing(self._config) if entry else "The configured engine name is not known."
        reasons = [f"{name}: {reason}" for name, entry in table.items() if (reason := entry.missing(self._config))]
        return "; ".join(reasons) or "No engine for this capability is installed."


def _table(capability: Capability) -> dict[str, Any]:
    return cast("dict[str, Any]", import_module(TABLES[capability]).ENGINES)
