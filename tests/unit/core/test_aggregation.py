"""Aggregation is arithmetic: weights, missing ratings, rounding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_core.evaluations.aggregation import Level, aggregate
from interview_contracts.vocabulary import Dimension

pytestmark = pytest.mark.unit

LEVELS = st.lists(
    st.builds(Level, st.sampled_from(Dimension), st.one_of(st.none(), st.integers(min_value=1, max_value=5))),
    max_size=30,
)
WEIGHTS = st.dictionaries(st.sampled_from(Dimension), st.floats(min_value=0, max_value=100), max_size=6)


def test_weighs_the_dimensions_as_the_job_says() -> None:
    result = aggregate(
        [Level(Dimension.TECHNICAL, 5), Level(Dimension.TECHNICAL, 4), Level(Dimension.GROWTH, 2)],
        {Dimension.TECHNICAL: 30, Dimension.GROWTH: 10},
    )

    scores = {entry.dimension: entry.score for entry in result.dimensions}
    assert scores[Dimension.TECHNICAL] == 4.5
    assert scores[Dimension.GROWTH] == 2.0
    assert scores[Dimension.COMMUNICATION] is None
    assert result.overall == 3.88  # (4.5 * 30 + 2 * 10) / 40 = 3.875, half up


def test_a_dimension_that_was_not_rated_takes_no_part() -> None:
    weights = {Dimension.TECHNICAL: 1, Dimension.GROWTH: 99}

    with_gap = aggregate([Level(Dimension.TECHNICAL, 3), Level(Dimension.GROWTH, None)], weights)

    assert with_gap.overall == 3.0
    assert next(e for e in with_gap.dimensions if e.dimension is Dimension.GROWTH).rated == 0


def test_nothing_rated_gives_no_figure() -> None:
    assert aggregate([], {Dimension.TECHNICAL: 1}).overall is None
    assert aggregate([Level(Dimension.GROWTH, 4)], {Dimension.TECHNICAL: 1}).overall is None


@pytest.mark.parametrize("level", [0, 6])
def test_refuses_levels_outside_the_scale(level: int) -> None:
    with pytest.raises(ValueError, match="level"):
        aggregate([Level(Dimension.GROWTH, level)], {})


def test_refuses_negative_weights() -> None:
    with pytest.raises(ValueError, match="weight"):
        aggregate([], {Dimension.GROWTH: -1})


@given(LEVELS, WEIGHTS)
def test_every_figure_lies_within_the_levels_it_is_made_of(
    levels: list[Level], weights: dict[Dimension, float]
) -> None:
    result = aggregate(levels, weights)

    assert [entry.dimension for entry in result.dimensions] == list(Dimension)
    for entry in result.dimensions:
        own = [level.level for level in levels if level.dimension is entry.dimension and level.level is not None]
        assert entry.rated == len(own)
        if own:
            assert entry.score is not None
            assert min(own) <= entry.score <= max(own)
        else:
            assert entry.score is None
    weighed = [e.score for e in result.dimensions if e.score is not None and weights.get(e.dimension, 0) > 0]
    if weighed:
        assert result.overall is not None
        assert min(weighed) - 0.01 <= result.overall <= max(weighed) + 0.01
    else:
        assert result.overall is None


@given(LEVELS, WEIGHTS, st.integers(min_value=1, max_value=1000))
def test_only_the_proportion_of_weights_counts(
    levels: list[Level], weights: dict[Dimension, float], factor: int
) -> None:
    integral = {dimension: float(int(weight)) for dimension, weight in weights.items()}
    scaled = {dimension: weight * factor for dimension, weight in integral.items()}

    assert aggregate(levels, integral).overall == aggregate(levels, scaled).overall


@given(LEVELS, WEIGHTS)
def test_order_and_missing_ratings_change_nothing(levels: list[Level], weights: dict[Dimension, float]) -> None:
    rated = [level for level in reversed(levels) if level.level is not None]

    assert aggregate(levels, weights) == aggregate(rated, weights)
