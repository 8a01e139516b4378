"""What language engines do about answers: what each of them must, and what those promise whose words make sense."""

import pytest

from ai_worker.engines.base import NO_DEADLINE
from ai_worker.engines.llm.port import LlmEngine
from ai_worker.pipelines.evidence import transcript
from ai_worker.pipelines.follow_up import follow_up
from ai_worker.pipelines.rating import rate_answer
from tests.models.llm.scenario import Scenario, load

pytestmark = pytest.mark.models

SCENARIOS = load()
FEW = SCENARIOS[::7]


def test_there_are_enough_scenarios_of_both_languages() -> None:
    assert sum(scenario.language == "ko" for scenario in SCENARIOS) >= 15
    assert sum(scenario.language == "en" for scenario in SCENARIOS) >= 15


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_follow_up_has_a_fitting_intent(scenario: Scenario, sensible: LlmEngine) -> None:
    result = follow_up(scenario.follow_up_payload(), sensible, deadline=NO_DEADLINE)

    intent = result.follow_up.intent.value if result.follow_up else "none"
    assert intent in scenario.intents
    assert result.rationale


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_follow_up_takes_up_words_of_the_answer(scenario: Scenario, sensible: LlmEngine) -> None:
    result = follow_up(scenario.follow_up_payload(), sensible, deadline=NO_DEADLINE).follow_up

    if result is not None and result.trigger:
        assert result.trigger in scenario.answer
        assert result.trigger in result.text


@pytest.mark.parametrize("scenario", FEW, ids=lambda scenario: scenario.name)
def test_the_trigger_of_a_follow_up_stands_in_the_answer(scenario: Scenario, engine: LlmEngine) -> None:
    result = follow_up(scenario.follow_up_payload(), engine, deadline=NO_DEADLINE)

    assert result.rationale
    if result.follow_up is not None:
        assert result.follow_up.text
        assert result.follow_up.trigger in scenario.answer


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_level_is_in_the_fitting_range(scenario: Scenario, sensible: LlmEngine) -> None:
    result = rate_answer(scenario.rate_payload(), sensible, deadline=NO_DEADLINE)

    if result.level is None:
        assert scenario.levels is None or scenario.or_unrated
        assert result.quotes == ()
    else:
        assert scenario.levels is not None
        assert scenario.levels[0] <= result.level <= scenario.levels[1]
    assert result.rationale


@pytest.mark.parametrize("scenario", FEW, ids=lambda scenario: scenario.name)
def test_there_is_a_level_only_with_quotes_that_are_spans_of_the_transcript(
    scenario: Scenario, engine: LlmEngine
) -> None:
    payload = scenario.rate_payload()
    joined = transcript(payload.pieces)
    rated = rate_answer(payload, engine, deadline=NO_DEADLINE)

    assert (rated.level is None) == (not rated.quotes)
    for quote in rated.quotes:
        assert joined[quote.start : quote.end] == quote.text
        assert quote.start_s is not None
        assert quote.end_s is not None
        assert quote.start_s < quote.end_s
