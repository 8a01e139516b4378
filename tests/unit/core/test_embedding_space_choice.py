"""In which vector space passages are kept."""

from datetime import UTC, datetime, timedelta

import pytest

from backend_core.retrieval.choice import LESSER_AFTER, SETTLED_AFTER, Offer, choose
from interview_contracts.vocabulary import EngineQuality

pytestmark = pytest.mark.unit

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MODEL, OTHER, HASHING = "model:a", "model:b", "hashing:x"
PRODUCTION, BASIC = EngineQuality.PRODUCTION, EngineQuality.BASIC
LONG = timedelta(days=30)


def offer(space: str, *, since: timedelta = LONG, workers: int = 1) -> Offer:
    quality = BASIC if space == HASHING else PRODUCTION
    return Offer(space=space, quality=quality, workers=workers, since=NOW - since)


def test_nothing_is_chosen_before_anything_is_offered() -> None:
    assert choose(None, [], now=NOW) is None


def test_the_first_space_is_taken_at_once_and_the_best_of_several() -> None:
    assert choose(None, [offer(HASHING, since=timedelta())], now=NOW) == HASHING
    assert choose(None, [offer(HASHING, workers=9), offer(MODEL, since=timedelta())], now=NOW) == MODEL
    assert choose(None, [offer(MODEL), offer(OTHER, workers=2)], now=NOW) == OTHER


@pytest.mark.parametrize("workers", [1, 50])
def test_a_space_of_the_same_quality_never_displaces_one_that_is_offered(workers: int) -> None:
    assert choose((MODEL, PRODUCTION), [offer(MODEL), offer(OTHER, workers=workers)], now=NOW) == MODEL


def test_another_space_takes_over_when_it_has_settled() -> None:
    almost, settled = SETTLED_AFTER - timedelta(seconds=1), SETTLED_AFTER
    assert choose((MODEL, PRODUCTION), [offer(OTHER, since=almost)], now=NOW) == MODEL
    assert choose((MODEL, PRODUCTION), [offer(OTHER, since=settled)], now=NOW) == OTHER


def test_a_better_space_takes_over_beside_the_present_one() -> None:
    both = [offer(HASHING, workers=3), offer(MODEL, since=SETTLED_AFTER)]
    assert choose((HASHING, BASIC), both, now=NOW) == MODEL
    assert choose((HASHING, BASIC), [both[0], offer(MODEL, since=timedelta(minutes=1))], now=NOW) == HASHING


def test_a_lesser_space_has_to_be_alone_for_a_day() -> None:
    assert choose((MODEL, PRODUCTION), [offer(HASHING, since=timedelta(hours=23))], now=NOW) == MODEL
    assert choose((MODEL, PRODUCTION), [offer(HASHING, since=LESSER_AFTER)], now=NOW) == HASHING
    assert choose((MODEL, PRODUCTION), [offer(HASHING), offer(MODEL, since=timedelta())], now=NOW) == MODEL


def test_the_present_space_stays_while_nobody_offers_any() -> None:
    assert choose((MODEL, PRODUCTION), [], now=NOW) == MODEL
