"""Embeddings without weights: hashed character n-grams, Korean and English alike.

Texts are near when they share spelling, which inflected Korean words do with their stems. There is no match across
languages and none by meaning alone; keyword search and the model engines are there for that.
"""

from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from ai_worker.engines.base import NO_DEADLINE, Deadline
from ai_worker.engines.embeddings.port import Vectors
from ai_worker.engines.embeddings.texts import embed_visible
from interview_contracts.engines import EngineInfo
from interview_contracts.payloads.embeddings import DIMENSIONS
from interview_contracts.vocabulary import Capability, EngineQuality

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import HashingVectorizer

SPACE = "char-wb-2-4-1024-letters"
"""Name of the vector space; it changes with anything that changes a vector."""


class HashingEngine:
    """Character n-grams of length 2 to 4 within words, hashed with signs into `DIMENSIONS` buckets."""

    def describe(self) -> EngineInfo:
        """Return the identity; the version is that of the library whose hash function makes the vectors."""
        return EngineInfo(
            capability=Capability.EMBEDDINGS,
            name="hashing",
            version=version("scikit-learn"),
            model=SPACE,
            quality=EngineQuality.BASIC,
            device="cpu",
        )

    def load(self) -> None:
        """Import the library; there is no model."""
        _ = self._vectorizer

    def embed(self, texts: Sequence[str], *, deadline: Deadline = NO_DEADLINE) -> Vectors:
        """Return one unit vector a text."""
        deadline.check()
        return embed_visible(texts, self._hashed)

    def _hashed(self, texts: list[str]) -> Vectors:
        vectors = np.asarray(self._vectorizer.transform(texts).toarray(), dtype=np.float32)
        # N-grams whose signs cancel each other out leave nothing of a very short text.
        vectors[np.linalg.norm(vectors, axis=1) < 0.5, 0] = 1.0
        return vectors

    @cached_property
    def _vectorizer(self) -> "HashingVectorizer":
        from sklearn.feature_extraction.text import HashingVectorizer

        return HashingVectorizer(analyzer="char_wb", ngram_range=(2, 4), n_features=DIMENSIONS, norm="l2")
