"""Settings of the embedding engines."""

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings


class EmbeddingsOptions(BaseSettings):
    """Names are those of the environment, in lower case."""

    embeddings_url: str = ""
    """Base address of an OpenAI-compatible embeddings server, ending in /v1; empty: none."""

    embeddings_model: str = Field(default="", max_length=150)
    """Model name that the server is asked for; vectors are kept under it, so another model needs another name."""

    embeddings_api_key: SecretStr = SecretStr("")

    sentence_transformers_model: str = ""
    """Folder below `embeddings/` of the models folder; empty: the best one there."""

    sentence_transformers_device: Literal["auto", "cpu", "cuda"] = "auto"
