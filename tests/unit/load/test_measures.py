"""Percentiles and ratios of the benchmark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.load.measures import Measures, percentile, summary

pytestmark = pytest.mark.unit


def test_percentiles_are_measured_values() -> None:
    values = [float(number) for number in range(1, 101)]
    assert (percentile(values, 0.5), percentile(values, 0.95), percentile([], 0.95)) == (50.0, 95.0, None)
    assert percentile([7.0], 0.95) == 7.0


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50))
def test_a_summary_is_in_order(values: list[float]) -> None:
    shown = summary(values)
    assert shown["n"] == len(values)
    assert float(shown["p50"] or 0) <= float(shown["p95"] or 0) <= float(shown["max"] or 0)


def test_only_the_window_counts() -> None:
    measures = Measures()
    measures.add(measures.api, 1.0)
    measures.counting = True
    measures.add(measures.api, 2.0)
    assert measures.api == [2.0]
