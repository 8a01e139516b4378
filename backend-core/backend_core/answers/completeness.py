"""Whether all of a recording has arrived. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interview_contracts.files import FileRef


@dataclass(frozen=True, slots=True)
class RecordedPart:
    """How many chunks the browser says that it made of a part."""

    part: int
    chunks: int


def next_seq(chunks: Mapping[int, FileRef]) -> int:
    """Return the number of the first chunk that is not there."""
    seq = 0
    while seq in chunks:
        seq += 1
    return seq


def missing(stored: Mapping[int, Mapping[int, FileRef]], expected: Sequence[RecordedPart]) -> dict[int, list[int]]:
    """Return the numbers of the chunks that are not there yet, by part."""
    gaps: dict[int, list[int]] = {}
    for part in expected:
        absent = [seq for seq in range(part.chunks) if seq not in stored.get(part.part, {})]
        if absent:
            gaps[part.part] = absent
    return gaps


def playable(stored: Mapping[int, Mapping[int, FileRef]]) -> tuple[tuple[FileRef, ...], ...]:
    """Return the parts in order, each up to its first gap: what lies behind a gap cannot be decoded."""
    parts = []
    for part in sorted(stored):
        chunks = stored[part]
        run = tuple(chunks[seq] for seq in range(next_seq(chunks)))
        if run:
            parts.append(run)
    return tuple(parts)
