"""Speech packed into windows. A Whisper model always computes 30 s, however little it is given.

Short stretches are joined with the pauses between them, so that an answer in ten short phrases is one or two windows
and not ten. Long pauses are shortened: what is left of them is the room's own sound. Times are counted back.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final

import numpy as np

from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, Samples
from ai_worker.engines.stt.regions import Region
from ai_worker.engines.stt.stretches import cut_at_quiet

LONGEST_S: Final = 28.0
LONGEST_PAUSE_S: Final = 1.0
"""What is left of a longer pause."""


@dataclass(frozen=True)
class Window:
    """Sound for one call of a model: `cuts` of the whole sound, one after the other, as sample positions.

    `regions` are those in it, in positions of the whole sound.
    """

    cuts: tuple[tuple[int, int], ...]
    regions: tuple[Region, ...]

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        return tuple(accumulate(end - start for start, end in self.cuts))

    @property
    def duration_s(self) -> float:
        """Return its length in seconds."""
        return self._ends[-1] / SAMPLE_RATE_HZ

    def sound(self, samples: Samples) -> Samples:
        """Return the window's sound."""
        return np.concatenate([samples[start:end] for start, end in self.cuts])

    def original(self, start_s: float, end_s: float) -> tuple[float, float]:
        """Return times in the whole sound of something in this window; it stays on its side of a shortened pause."""
        middle = int((start_s + end_s) / 2 * SAMPLE_RATE_HZ)
        index = next((i for i, end in enumerate(self._ends) if middle < end), len(self.cuts) - 1)
        first, last = self.cuts[index]
        shift = first - (self._ends[index - 1] if index else 0)
        times = (min(max(int(time * SAMPLE_RATE_HZ) + shift, first), last) for time in (start_s, end_s))
        start, end = (time / SAMPLE_RATE_HZ for time in times)
        return start, end


def windows(samples: Samples, found: Iterable[Region]) -> list[Window]:
    """Pack speech into as few windows of at most `LONGEST_S` seconds as its order allows; nothing spoken is lost."""
    made: list[Window] = []
    held: list[Region] = []
    for region in _of_fitting_length(samples, found):
        if held and Window(_cuts([*held, region], len(samples)), ()).duration_s > LONGEST_S:
            made.append(Window(_cuts(held, len(samples)), tuple(held)))
            held = []
        held.append(region)
    if held:
        made.append(Window(_cuts(held, len(samples)), tuple(held)))
    return made


def _of_fitting_length(samples: Samples, found: Iterable[Region]) -> Iterator[Region]:
    for region in found:
        share = region.voiced_s / max(region.end - region.start, 1)
        for start, end in cut_at_quiet(samples, region.start, region.end, longest_s=LONGEST_S):
            yield Region(start, end, share * (end - start))


def _cuts(held: list[Region], length: int) -> tuple[tuple[int, int], ...]:
    """Return what of the whole sound makes the window: the regions, and of each pause up to half on either side."""
    half = int(LONGEST_PAUSE_S * SAMPLE_RATE_HZ / 2)
    cuts = [(held[0].start, held[0].end)]
    for region in held[1:]:
        start, end = cuts[-1]
        if region.start - end <= 2 * half:
            cuts[-1] = (start, region.end)
        else:
            cuts[-1] = (start, min(end + half, length))
            cuts.append((region.start - half, region.end))
    return tuple(cuts)
