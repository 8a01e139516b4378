"""The 5 FPS grid, whatever the camera sends."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_server.sampling import SamplingGrid

pytestmark = pytest.mark.unit

CLOCK = 90_000


def sampled(times: list[int]) -> list[int]:
    grid = SamplingGrid()
    return [at for at in times if grid.take(at)]


def camera(fps: float, seconds: float) -> list[int]:
    return [round(number * CLOCK / fps) for number in range(int(fps * seconds))]


@pytest.mark.parametrize("fps", [5, 10, 15, 24, 29.97, 30, 60])
def test_a_minute_of_any_camera_gives_five_samples_a_second(fps: float) -> None:
    assert abs(len(sampled(camera(fps, 60))) - 300) <= 1


def test_a_slower_camera_gives_all_that_it_has() -> None:
    assert len(sampled(camera(4, 60))) == 240


@given(
    fps=st.sampled_from([5, 10, 15, 30]),
    jitter=st.lists(st.floats(-0.012, 0.012), min_size=60, max_size=60),
)
def test_jitter_changes_the_count_by_at_most_one(fps: int, jitter: list[float]) -> None:
    times = camera(fps, 30)
    moved = sorted(at + round(jitter[i % 60] * CLOCK) for i, at in enumerate(times))
    assert abs(len(sampled(moved)) - 150) <= 2


@given(steps=st.lists(st.integers(1, 3 * CLOCK), min_size=1, max_size=200))
def test_never_more_than_one_sample_per_period(steps: list[int]) -> None:
    times = list(itertools.accumulate(steps))
    taken = sampled(times)
    period = CLOCK / 5
    span = times[-1] - times[0]
    assert len(taken) <= span / period + 2


def test_after_a_gap_the_missed_times_are_forgotten() -> None:
    times = camera(10, 2) + [at + 7 * CLOCK for at in camera(10, 2)]
    assert len(sampled(times)) in (20, 21)


def test_a_jump_of_the_clock_begins_a_new_grid() -> None:
    grid = SamplingGrid()
    assert grid.take(1_000_000_000)
    assert grid.take(5)
    assert not grid.take(900)
