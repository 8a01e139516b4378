"""Sound becomes stretches between pauses, by its level."""

import itertools

import numpy as np
import pytest

from ai_worker.engines.stt.port import SAMPLE_RATE_HZ
from ai_worker.engines.stt.stretches import LONGEST_STRETCH_S, stretches

pytestmark = pytest.mark.unit


def sound(*parts: tuple[float, float]) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """Return sound of given lengths (seconds) and levels, wavering like speech."""
    rng = np.random.default_rng(3)
    made = [rng.normal(0, max(level, 1.0), int(seconds * SAMPLE_RATE_HZ)) for seconds, level in parts]
    return np.concatenate(made).astype(np.int16)


def test_stretches_follow_the_sound() -> None:
    found = stretches(sound((1, 5), (2, 2000), (1.5, 5), (1, 1500), (1, 5)))
    seconds = [(start / SAMPLE_RATE_HZ, end / SAMPLE_RATE_HZ) for start, end in found]
    assert seconds == [pytest.approx((0.75, 3.25), abs=0.1), pytest.approx((4.25, 5.75), abs=0.1)]


def test_silence_and_nothing_have_no_stretch() -> None:
    assert stretches(np.zeros(SAMPLE_RATE_HZ * 3, dtype=np.int16)) == []
    assert stretches(np.zeros(0, dtype=np.int16)) == []


def test_speech_without_pause_is_cut_and_nothing_is_lost() -> None:
    samples = sound((70, 1500))
    found = stretches(samples)
    assert len(found) > 3
    assert found[0][0] == 0
    assert found[-1][1] == len(samples)
    assert all(before[1] == after[0] for before, after in itertools.pairwise(found))
    assert all(end - start <= LONGEST_STRETCH_S * SAMPLE_RATE_HZ for start, end in found)
