"""Settings of the speech-to-text engines."""

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings


class SttOptions(BaseSettings):
    """Names are those of the environment, in lower case."""

    stt_url: str = ""
    """Base address of an OpenAI-compatible speech server, ending in /v1; empty: none."""

    stt_model: str = ""
    """Model name that the server is asked for; empty: its own."""

    stt_api_key: SecretStr = SecretStr("")

    whisper_model: str = ""
    """Folder below `stt/` of the models folder; empty: the best one there that this machine can run in time."""

    whisper_device: Literal["auto", "cpu", "cuda"] = "auto"
    whisper_compute_type: str = ""
    """CTranslate2's compute type; empty: int8 on a processor, float16 on a GPU."""

    whisper_threads: int = Field(default=0, ge=0, le=256)
    """Threads; 0: one a core that this process may use."""
