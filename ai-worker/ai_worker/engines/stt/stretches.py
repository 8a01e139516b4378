"""Stretches of sound between pauses, by level alone."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, Samples

PAUSE_S: Final = 0.6
LONGEST_STRETCH_S: Final = 20.0
"""Longer stretches are cut at their quietest place near the end."""

_FRAME: Final = SAMPLE_RATE_HZ * 3 // 100
_MARGIN_S: Final = 0.25


def stretches(samples: Samples) -> list[tuple[int, int]]:
    """Return the stretches of sound between pauses, as sample positions, in order and without overlap.

    Sound counts where it is well above the recording's own floor. Whether it is speech is for others to judge.
    """
    levels = _levels(samples)
    if not len(levels):
        return [(0, len(samples))] if len(samples) else []
    threshold = max(60.0, min(float(np.percentile(levels, 20)) * 2.5, float(levels.max()) * 0.25))
    loud = np.flatnonzero(levels > threshold)
    if not len(loud):
        return []
    breaks = np.flatnonzero(np.diff(loud) * _FRAME > PAUSE_S * SAMPLE_RATE_HZ)
    firsts = [int(loud[0]), *(int(loud[i + 1]) for i in breaks)]
    lasts = [*(int(loud[i]) for i in breaks), int(loud[-1])]
    margin = int(_MARGIN_S * SAMPLE_RATE_HZ)
    found: list[tuple[int, int]] = []
    for first, last in zip(firsts, lasts, strict=True):
        start = max(first * _FRAME - margin, found[-1][1] if found else 0)
        end = min((last + 1) * _FRAME + margin, len(samples))
        found.extend(cut_at_quiet(samples, start, end, longest_s=LONGEST_STRETCH_S))
    return found


def cut_at_quiet(samples: Samples, start: int, end: int, *, longest_s: float) -> Iterator[tuple[int, int]]:
    """Cut a stretch that is longer than `longest_s` at the quietest moment of each last quarter; nothing is lost."""
    longest = int(longest_s * SAMPLE_RATE_HZ)
    while end - start > longest:
        earliest = start + longest * 3 // 4
        levels = _levels(samples[earliest : start + longest])
        cut = earliest + int(np.argmin(levels)) * _FRAME
        yield start, cut
        start = cut
    yield start, end


def _levels(samples: Samples) -> npt.NDArray[np.float32]:
    """Return the level (root mean square) of each 30 ms."""
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME).astype(np.float32)
    return np.asarray(np.sqrt(np.mean(frames**2, axis=1)), dtype=np.float32) if len(frames) else np.zeros(0, np.float32)
