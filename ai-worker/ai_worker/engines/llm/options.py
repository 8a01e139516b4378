"""Settings of the language engines."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings


class LlmOptions(BaseSettings):
    """Names are those of the environment, in lower case."""

    llm_url: str = ""
    """Base address of an OpenAI-compatible server, ending in /v1; empty: none."""

    llm_model: str = ""
    """Model name that the server is asked for; empty: the first that it lists."""

    llm_api_key: SecretStr = SecretStr("")

    llama_model: str = ""
    """GGUF file below `llm/` of the models folder; empty: the best catalogued one that fits this machine."""

    llama_gpu_layers: int | None = Field(default=None, ge=-1)
    """Layers on the GPU; -1 all of them; empty: as many as fit."""

    llama_context: int = Field(default=0, ge=0, le=131_072)
    """Context in tokens; 0: what the longest prompt needs, more where that costs next to nothing."""

    llama_threads: int = Field(default=0, ge=0, le=256)
    """Threads; 0: one a core that this process may use."""

    llama_cache_mb: int = Field(default=2048, ge=0)
    """Memory in MiB for the kept prompt states of interviews."""
