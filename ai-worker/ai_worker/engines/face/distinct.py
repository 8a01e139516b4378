"""One face, counted once."""

from collections.abc import Iterable
from typing import Final

from ai_worker.engines.face.port import Box, Face

SAME: Final = 0.4
"""Overlap, as a share of both boxes together, from which two boxes are one face that was found twice."""


def distinct(faces: Iterable[Face]) -> tuple[Face, ...]:
    """Return the faces, the largest first, without those that were found twice."""
    kept: list[Face] = []
    for face in sorted(faces, key=lambda one: one.box.width, reverse=True):
        if all(overlap(face.box, other.box) < SAME for other in kept):
            kept.append(face)
    return tuple(kept)


def overlap(one: Box, other: Box) -> float:
    """Return the common area of two boxes as a share of the area that they cover together."""
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    common = max(0.0, across) * max(0.0, down)
    covered = one.width * one.height + other.width * other.height - common
    return common / covered if covered > 0 else 0.0
