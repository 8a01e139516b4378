"""Embedding texts for hybrid retrieval."""

from typing import Annotated

from pydantic import Field

from interview_contracts.base import Message
from interview_contracts.vocabulary import Language

DIMENSIONS = 1024

SPACE_LENGTH = 200
"""Characters of the name of a vector space at most."""

Vector = Annotated[tuple[float, ...], Field(min_length=DIMENSIONS, max_length=DIMENSIONS)]


def vector_space(engine: str, model: str) -> str:
    """Return the name of the space of an engine's vectors, from its `EngineInfo`; "" while its model is not known.

    Vectors of two spaces are never compared. The name is stored with each vector.
    """
    return f"{engine}:{model}"[:SPACE_LENGTH] if model else ""


class TextToEmbed(Message):
    """One text under the sender's key; the key comes back with the vector."""

    key: str = Field(max_length=120)
    text: str = Field(max_length=8000)
    language: Language


class EmbedPayload(Message):
    """Texts to embed; a sender splits larger work. With `space`, only a worker that makes such vectors does it."""

    texts: Annotated[tuple[TextToEmbed, ...], Field(max_length=128)]
    space: str = Field(default="", max_length=SPACE_LENGTH)


class EmbeddedText(Message):
    """`vector` has unit length. `lexemes` are the words of the text for the `simple` text search configuration:
    morphemes for Korean, lower-cased stems for English, separated by single spaces."""

    key: str
    vector: Vector
    lexemes: str


class EmbedResult(Message):
    """`model` names the space of the vectors, as `vector_space` does."""

    items: tuple[EmbeddedText, ...]
    model: str
