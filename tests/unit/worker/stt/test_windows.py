"""Speech becomes windows for a model that always computes half a minute."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, Samples
from ai_worker.engines.stt.regions import Region
from ai_worker.engines.stt.windows import LONGEST_PAUSE_S, LONGEST_S, windows

pytestmark = pytest.mark.unit


def spoken(*times: tuple[float, float]) -> list[Region]:
    """Return regions that begin and end at these seconds."""
    return [Region(int(a * SAMPLE_RATE_HZ), int(b * SAMPLE_RATE_HZ), b - a) for a, b in times]


def sound(seconds: float) -> Samples:
    return np.random.default_rng(3).integers(-900, 900, int(seconds * SAMPLE_RATE_HZ)).astype(np.int16)


def test_no_speech_makes_no_window() -> None:
    assert windows(sound(3), []) == []


def test_ten_short_phrases_are_one_window_and_not_ten() -> None:
    phrases = spoken(*((n * 2.5, n * 2.5 + 1.5) for n in range(10)))
    (window,) = windows(sound(30), phrases)
    assert window.regions == tuple(phrases)
    assert window.cuts == ((0, int(24 * SAMPLE_RATE_HZ)),)


def test_a_segment_between_two_pauses_is_one_window() -> None:
    assert len(windows(sound(12), spoken((0.2, 11.8)))) == 1


def test_a_short_pause_stays_and_a_long_one_leaves_the_rooms_own_sound() -> None:
    samples = sound(20)
    (window,) = windows(samples, spoken((1, 3), (3.8, 5), (15, 17)))
    half = LONGEST_PAUSE_S / 2
    assert window.cuts == tuple((int(a * SAMPLE_RATE_HZ), int(b * SAMPLE_RATE_HZ)) for a, b in ((1, 5.5), (14.5, 17)))
    assert window.duration_s == pytest.approx(4 + half + half + 2)
    assert np.array_equal(window.sound(samples), np.concatenate([samples[a:b] for a, b in window.cuts]))


def test_times_are_counted_back_over_a_shortened_pause() -> None:
    (window,) = windows(sound(20), spoken((1, 5), (15, 17)))
    assert window.original(0.0, 0.5) == (1.0, 1.5)
    assert window.original(5.0, 5.5) == (14.5 + 0.5, 15.5)
    # A word over the joint belongs to the side on which most of it lies.
    assert window.original(3.0, 4.7) == (4.0, 5.5)
    assert window.original(4.4, 6.0) == (14.5, 16.0)
    assert window.original(6.0, 99.0) == (16.0, 17.0)


def test_speech_without_pause_is_cut_at_its_quietest_moment() -> None:
    samples = sound(60)
    quiet = slice(int(25.0 * SAMPLE_RATE_HZ), int(25.1 * SAMPLE_RATE_HZ))
    samples[quiet] = 0
    made = windows(samples, spoken((0, 60)))
    assert len(made) == 3
    assert 25.0 <= made[0].cuts[0][1] / SAMPLE_RATE_HZ <= 25.1
    assert sum(region.voiced_s for window in made for region in window.regions) == pytest.approx(60)


lengths = st.lists(st.tuples(st.floats(0.3, 40), st.floats(0, 15)), max_size=12)


@given(lengths)
def test_nothing_spoken_is_lost_or_doubled_and_no_window_is_too_long(parts: list[tuple[float, float]]) -> None:
    times: list[tuple[float, float]] = []
    at = 0.0
    for speech_s, pause_s in parts:
        times.append((at, at + speech_s))
        at += speech_s + pause_s
    samples = np.zeros(int(at * SAMPLE_RATE_HZ) + 1, dtype=np.int16)
    regions = spoken(*times)
    made = windows(samples, regions)
    assert all(window.duration_s <= LONGEST_S + 0.001 for window in made)
    cuts = [cut for window in made for cut in window.cuts]
    assert all(before[1] <= after[0] for before, after in pairwise(cuts))
    for region in regions:
        covered = sum(max(0, min(end, region.end) - max(start, region.start)) for start, end in cuts)
        assert covered == region.end - region.start
