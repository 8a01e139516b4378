"""Settings of the worker processes, read from the environment once at start."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from ai_worker.engines.options import EngineOptions
from interview_contracts.vocabulary import Capability


class WorkerSettings(EngineOptions):
    """What a worker process needs to know; names are those of the environment, in lower case."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    redis_url: str = "redis://localhost:6379/0"
    """Broker. A worker has no database, and no other connection but those to the model servers that are configured."""

    uploads_dir: Path = Path("uploads")
    """Root of all file references."""

    models_dir: Path = Path(".data/models")
    """Root of fetched model files, one folder a capability; it need not exist."""

    engine_llm: str = "auto"
    engine_stt: str = "auto"
    engine_tts: str = "auto"
    engine_embeddings: str = "auto"
    engine_face: str = "auto"
    engine_emotion: str = "auto"
    """`auto` takes the best engine whose files are present; a name forces that engine."""

    allow_emotion: bool = False
    """A deployment that leaves this off offers no emotion inference, whatever a job says (LAW-01)."""

    worker_concurrency: int = Field(default=1, ge=1, le=64)
    """Pool processes of this worker. More than one pays only where one process leaves cores idle."""

    worker_warm_up: bool = True
    """Load models before the first task instead of during it."""

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    def engine_choice(self, capability: Capability) -> str:
        """Return the configured engine name of a capability."""
        choices = {
            Capability.LLM: self.engine_llm,
            Capability.STT: self.engine_stt,
            Capability.TTS: self.engine_tts,
            Capability.EMBEDDINGS: self.engine_embeddings,
            Capability.FACE: self.engine_face,
            Capability.EMOTION: self.engine_emotion,
        }
        return choices[capability].strip().lower() or "auto"


@lru_cache(maxsize=1)
def get_settings() -> WorkerSettings:
    """Return the settings of this process."""
    return WorkerSettings()
