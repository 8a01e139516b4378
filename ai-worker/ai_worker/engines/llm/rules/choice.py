"""Choosing between wordings of equal worth: the same seed always gives the same one, and none is used twice."""

import hashlib
import re
from collections.abc import Sequence
from typing import Final

_SLOT: Final = re.compile(r"\{[a-z_]+\}")
_TELLING = 10
"""Characters from which a fixed part of a wording is recognised again."""


def pick(seed: str, count: int) -> int:
    """Return a number below `count` that depends on the seed only."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big") % count


def _heard(template: str, asked: Sequence[str]) -> bool:
    parts = [part.strip() for part in _SLOT.split(template)]
    telling = [part for part in parts if len(part) >= _TELLING]
    return any(part in earlier for part in telling for earlier in asked)


def in_order(templates: Sequence[str], seed: str, asked: Sequence[str]) -> list[str]:
    """Return wordings in the order to try them: from the seed's place on, those already heard last."""
    first = pick(seed, len(templates)) if templates else 0
    turned = [*templates[first:], *templates[:first]]
    return sorted(turned, key=lambda template: _heard(template, asked))
