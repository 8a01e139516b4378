"""What engines can be told by the deployment: the settings of all capabilities together."""

from pydantic_settings import SettingsConfigDict

from ai_worker.engines.embeddings.options import EmbeddingsOptions
from ai_worker.engines.llm.options import LlmOptions
from ai_worker.engines.stt.options import SttOptions
from ai_worker.engines.tts.options import TtsOptions


class EngineOptions(LlmOptions, SttOptions, TtsOptions, EmbeddingsOptions):
    """Settings of engines; each capability declares its own beside its port."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)
