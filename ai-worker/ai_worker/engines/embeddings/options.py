"""Settings of the embedding engines."""

from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings


class EmbeddingsOptions(BaseSettings):
    """Names are those of the environment, in lower case."""

    embeddings_url: str = ""
    """Base address of an OpenAI-compatible embeddings server, ending in /v1; empty: none."""

    embeddings_model: str = ""
    """Model name that the server is asked for."""

    embeddings_api_key: SecretStr = SecretStr("")

    sentence_transformers_model: str = ""
    """Folder below `embeddings/` of the models folder; empty: the best one there."""

    sentence_transformers_device: Literal["auto", "cpu", "cuda"] = "auto"
