"""Where in a sound somebody speaks. A recogniser of the Whisper kind makes words out of anything that it is given."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ai_worker.engines.base import NO_DEADLINE, Deadline
from ai_worker.engines.stt import silero
from ai_worker.engines.stt.activity import holds_speech
from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, Samples
from ai_worker.engines.stt.stretches import stretches

BEGINS: Final = 0.5
GOES_ON: Final = 0.35
"""Likelihoods at which speech begins, and above which it has not ended."""

SURE: Final = 0.7
LEAST_SURE_S: Final = 0.16
"""Speech is sure for at least this long; instruments reach half of it, a spoken "yes" twice as much."""

PAUSE_S: Final = 0.3
MARGIN_S: Final = 0.2
_FRAME_S: Final = silero.FRAME / SAMPLE_RATE_HZ


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of speech with its margins, as sample positions, and for how many seconds of it somebody speaks."""

    start: int
    end: int
    voiced_s: float


def regions(samples: Samples, deadline: Deadline = NO_DEADLINE) -> tuple[Region, ...]:
    """Return where somebody speaks in mono sound at 16 kHz, in order and without overlap; none for other sounds.

    Raises `EngineError`: ENGINE_TIMEOUT.
    """
    deadline.check()
    if silero.is_here():
        return tuple(_by_likelihood(samples, silero.voice(samples, deadline)))
    return by_level(samples)


def by_level(samples: Samples) -> tuple[Region, ...]:
    """Return where somebody speaks by level and WebRTC's detector, which breath and music deceive: without Silero's."""
    return tuple(
        Region(start, end, (end - start) / SAMPLE_RATE_HZ)
        for start, end in stretches(samples)
        if holds_speech(samples[start:end])
    )


def _by_likelihood(samples: Samples, voice: npt.NDArray[np.float32]) -> Iterator[Region]:
    margin, pause = int(MARGIN_S * SAMPLE_RATE_HZ), round(PAUSE_S / _FRAME_S)
    end = 0
    for first, last in _spoken(voice.tolist(), pause):
        heard = voice[first : last + 1]
        if int((heard >= SURE).sum()) * _FRAME_S < LEAST_SURE_S:
            continue
        start = max(first * silero.FRAME - margin, end)
        end = min((last + 1) * silero.FRAME + margin, len(samples))
        yield Region(start, end, int((heard >= BEGINS).sum()) * _FRAME_S)


def _spoken(voice: list[float], pause: int) -> Iterator[tuple[int, int]]:
    """Return the first and last frame of each stretch of speech between pauses of that many frames."""
    first: int | None = None
    last = 0
    for number, likelihood in enumerate(voice):
        if first is None:
            if likelihood >= BEGINS:
                first = last = number
        elif likelihood >= GOES_ON:
            last = number
        elif number - last >= pause:
            yield first, last
            first = None
    if first is not None:
        yield first, last
