"""A small embedding for tests: hashed character n-grams as vectors, words and Korean bigrams as lexemes."""

import hashlib
import math
import re

from interview_contracts.payloads.embeddings import DIMENSIONS, EmbeddedText, EmbedPayload, EmbedResult

MODEL = "test-hashing"

_WORD = re.compile(r"[\w+#./]+")


def vector(text: str) -> tuple[float, ...]:
    """Return a unit vector; texts that share n-grams are near each other."""
    values = [0.0] * DIMENSIONS
    padded = " ".join(f" {word} " for word in _WORD.findall(text.lower()))
    for size in (2, 3, 4):
        for start in range(len(padded) - size + 1):
            digest = hashlib.blake2b(padded[start : start + size].encode(), digest_size=8).digest()
            values[int.from_bytes(digest[:4], "big") % DIMENSIONS] += 1 if digest[4] % 2 else -1
    length = math.sqrt(sum(value * value for value in values)) or 1.0
    return tuple(value / length for value in values)


def lexemes(text: str) -> str:
    """Return lower-case words, and the bigrams of words in Hangul in place of morphemes."""
    found = []
    for word in _WORD.findall(text.lower()):
        hangul = any("가" <= character <= "힣" for character in word)
        found += [word[i : i + 2] for i in range(len(word) - 1)] if hangul else [word]
    return " ".join(found)


def embed(payload: EmbedPayload, *, model: str = MODEL) -> EmbedResult:
    """Answer an embedding task."""
    return EmbedResult(
        items=tuple(EmbeddedText(key=t.key, vector=vector(t.text), lexemes=lexemes(t.text)) for t in payload.texts),
        model=model,
    )
