"""Tells speech from silence, noise and tones, so that a recogniser is not asked to find words where there are none."""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, Samples

if TYPE_CHECKING:
    from pocketsphinx import Vad

FRAME_S = 0.03
LEAST_SPEECH_S = 0.15
"""Less voiced sound than this is a click or a cough."""

LEAST_LEVEL = 60.0
"""Root mean square of 16-bit samples under which a frame is silence (-55 dBFS)."""

LEAST_VARIATION = 1.8
"""Speech rises and falls by syllables; a hum or a hiss keeps its level. Ratio of the loud to the median frames."""

_STRICTEST = 3


@lru_cache(maxsize=1)
def _detector() -> "Vad":
    from pocketsphinx import Vad

    return Vad(mode=_STRICTEST, sample_rate=SAMPLE_RATE_HZ, frame_length=FRAME_S)


def holds_speech(samples: Samples) -> bool:
    """Tell whether there is speech in mono sound at `SAMPLE_RATE_HZ`."""
    detector = _detector()
    length = detector.frame_bytes // 2
    frames = samples[: len(samples) // length * length].reshape(-1, length)
    if not len(frames):
        return False
    levels = np.sqrt(np.mean(frames.astype(np.float32) ** 2, axis=1))
    voiced = sum(
        1
        for frame, level in zip(frames, levels, strict=True)
        if level >= LEAST_LEVEL and detector.is_speech(frame.astype("<i2").tobytes())
    )
    if voiced * FRAME_S < LEAST_SPEECH_S:
        return False
    loud = float(np.percentile(levels, 95))
    return loud >= LEAST_VARIATION * max(float(np.percentile(levels, 30)), 1.0)
