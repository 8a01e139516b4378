"""Whatever times words come with, those that leave an engine hold."""

from itertools import pairwise
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_worker.engines.stt.word_times import LONGEST_WORD, Timed, believable, ordered, spread

pytestmark = pytest.mark.unit

seconds = st.floats(-5, 40, allow_nan=False)


@given(st.lists(st.tuples(st.text("ab c", max_size=8), seconds, seconds), max_size=30), st.floats(0, 30))
def test_times_rise_and_stay_within_the_sound(found: list[Timed], end_s: float) -> None:
    words = ordered(found, end_s=end_s)
    assert [word.text for word in words] == [part for text, _, _ in found for part in text.split()]
    assert all(0 <= word.start_s < word.end_s for word in words)
    assert all(before.start_s <= after.start_s for before, after in pairwise(words))
    if words:
        assert words[-1].end_s <= end_s + 0.02 * (len(words) + 1)


def test_good_times_are_left_alone() -> None:
    found = [("we", 0.5, 0.7), ("did", 0.7, 1.0), ("it", 1.4, 1.6)]
    assert [(word.text, word.start_s, word.end_s) for word in ordered(found, end_s=2)] == found


def test_text_with_blanks_is_several_words_and_endless_ones_are_cut() -> None:
    shared = ordered([(" thank you ", 1.0, 2.0)], end_s=3)
    assert [word.text for word in shared] == ["thank", "you"]
    assert shared[0].start_s == 1.0
    assert shared[1].end_s == 2.0
    assert len(ordered([("a" * 500, 0, 1)], end_s=3)[0].text) == LONGEST_WORD


@pytest.mark.parametrize(
    "found",
    [
        [("a", nan, 1.0)],
        [("a", 0.0, inf)],
        [("a", 2.0, 1.0)],
        [("a", 2.0, 3.0), ("b", 0.0, 1.0)],
        [("a", 0.0, 3600.0)],
        [("a", -30.0, 1.0)],
    ],
)
def test_times_that_cannot_be_are_not_believed(found: list[Timed]) -> None:
    assert not believable(found, end_s=10)


def test_small_slips_are_forgiven() -> None:
    assert believable([("a", -0.1, 1.0), ("b", 0.9, 10.4)], end_s=10)


def test_words_are_spread_over_speech_by_their_length() -> None:
    found = spread(["ab", "ab", "abcd"], [(1.0, 3.0), (10.0, 12.0)])
    assert found == [("ab", 1.0, 2.0), ("ab", 2.0, 3.0), ("abcd", 10.0, 12.0)]
    assert spread([], [(0, 1)]) == []
    assert spread(["a"], []) == []
