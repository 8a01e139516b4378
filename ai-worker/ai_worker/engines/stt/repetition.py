"""Loops: a decoder that has lost the sound says the same words again and again."""

import zlib
from collections.abc import Sequence
from typing import Final

from ai_worker.engines.stt.phantoms import bare
from ai_worker.engines.stt.port import Word

MOST_REPEATS: Final = 3
"""People say a word three times in a row ("no, no, no"), and seldom more often."""

LONGEST_PHRASE: Final = 12
"""Words of the longest phrase that is looked for."""

MOST_COMPRESSION: Final = 2.4
"""Length of a text over its compressed length beyond which it is a loop, for texts that are long enough to tell."""

_LEAST_BYTES: Final = 120


def compression(text: str) -> float:
    """Return how well a text can be compressed: about 1 for a sentence, above 2.4 for a loop; 1 for short texts."""
    content = text.encode()
    return len(content) / len(zlib.compress(content)) if len(content) >= _LEAST_BYTES else 1.0


def is_loop(words: Sequence[Word]) -> bool:
    """Tell whether a decoder has lost the sound and repeats itself."""
    text = " ".join(word.text for word in words)
    return compression(text) > MOST_COMPRESSION or len(without_loops(words)) < len(words)


def without_loops(words: Sequence[Word]) -> list[int]:
    """Return the places of the words that stay when every phrase that follows itself more than `MOST_REPEATS` times is
    said once."""
    letters = [bare(word.text) for word in words]
    kept = list(range(len(words)))
    for length in range(1, LONGEST_PHRASE + 1):
        kept = _said_once(kept, letters, length)
    return kept


def _said_once(places: list[int], letters: Sequence[str], length: int) -> list[int]:
    kept: list[int] = []
    at = 0

    def phrase(number: int) -> list[str]:
        return [letters[place] for place in places[at + number * length : at + (number + 1) * length]]

    while at < len(places):
        times = 1
        while phrase(times) == phrase(0):
            times += 1
        if times > MOST_REPEATS and any(phrase(0)):
            kept.extend(places[at : at + length])
            at += times * length
        else:
            kept.append(places[at])
            at += 1
    return kept
