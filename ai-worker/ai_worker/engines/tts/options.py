"""Settings of the text-to-speech engines."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings


class TtsOptions(BaseSettings):
    """Names are those of the environment, in lower case."""

    tts_url: str = ""
    """Base address of an OpenAI-compatible speech server, ending in /v1; empty: none."""

    tts_model: str = ""
    tts_api_key: SecretStr = SecretStr("")
    tts_voice_ko: str = ""
    tts_voice_en: str = ""
    """Voices of the server by language; empty: its default."""

    supertonic_voice: str = Field(default="F1", pattern=r"^[^/\\]+$")
    """Voice style of Supertonic, a file of its `voice_styles`."""

    supertonic_steps: int = Field(default=5, ge=1, le=50)
    """Denoising steps: more sound better and take longer."""
