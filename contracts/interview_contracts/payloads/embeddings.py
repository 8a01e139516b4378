"""Embedding texts for hybrid retrieval."""

from typing import Annotated

from pydantic import Field

from interview_contracts.base import Message
from interview_contracts.vocabulary import Language

DIMENSIONS = 1024

Vector = Annotated[tuple[float, ...], Field(min_length=DIMENSIONS, max_length=DIMENSIONS)]


class TextToEmbed(Message):
    """One text under the sender's key; the key comes back with the vector."""

    key: str = Field(max_length=120)
    text: str = Field(max_length=8000)
    language: Language


class EmbedPayload(Message):
    """Texts to embed; a sender splits larger work."""

    texts: Annotated[tuple[TextToEmbed, ...], Field(max_length=128)]


class EmbeddedText(Message):
    """`vector` has unit length. `lexemes` are the words of the text for the `simple` text search configuration:
    morphemes for Korean, lower-cased stems for English, separated by single spaces."""

    key: str
    vector: Vector
    lexemes: str


class EmbedResult(Message):
    """`model` names the space of the vectors; vectors of two models are never compared."""

    items: tuple[EmbeddedText, ...]
    model: str
