"""Whether two questions ask the same."""

from collections.abc import Iterable
from typing import Final

from ai_worker.language.words import words

_SAME: Final = 0.8
"""Share of common words from which two questions count as one."""


def same_question(left: str, right: str) -> bool:
    """Tell whether two texts ask the same: their words are nearly the same."""
    a = {word.stem for word in words(left)}
    b = {word.stem for word in words(right)}
    return bool(a and b) and len(a & b) / len(a | b) >= _SAME


def already_asked(text: str, asked: Iterable[str]) -> bool:
    """Tell whether a question was asked before, in these or nearly these words."""
    return any(same_question(text, earlier) for earlier in asked)
