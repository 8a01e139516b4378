"""What every language engine does about answers: the conformance suite's scenarios."""

import pytest

from ai_worker.engines.base import NO_DEADLINE
from ai_worker.engines.llm.port import LlmEngine
from ai_worker.pipelines.evidence import transcript
from ai_worker.pipelines.follow_up import follow_up
from ai_worker.pipelines.rating import rate_answer
from tests.models.llm.scenario import Scenario, load

pytestmark = pytest.mark.models

SCENARIOS = load()


def test_there_are_enough_scenarios_of_both_languages() -> None:
    assert sum(scenario.language == "ko" for scenario in SCENARIOS) >= 15
    assert sum(scenario.language == "en" for scenario in SCENARIOS) >= 15


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_follow_up_has_a_fitting_intent(scenario: Scenario, engine: LlmEngine) -> None:
    result = follow_up(scenario.follow_up_payload(), engine, deadline=NO_DEADLINE)

    intent = result.follow_up.intent.value if result.follow_up else "none"
    assert intent in scenario.intents
    assert result.rationale


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_follow_up_quotes_the_answer_word_for_word(scenario: Scenario, engine: LlmEngine) -> None:
    result = follow_up(scenario.follow_up_payload(), engine, deadline=NO_DEADLINE).follow_up

    if result is not None and result.trigger:
        assert result.trigger in scenario.answer
        assert result.trigger in result.text


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_level_is_in_the_fitting_range(scenario: Scenario, engine: LlmEngine) -> None:
    result = rate_answer(scenario.rate_payload(), engine, deadline=NO_DEADLINE)

    if result.level is None:
        assert scenario.levels is None or scenario.or_unrated
        assert result.quotes == ()
    else:
        assert scenario.levels is not None
        assert scenario.levels[0] <= result.level <= scenario.levels[1]
    assert result.rationale


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_quotes_are_spans_of_the_transcript_with_times(scenario: Scenario, engine: LlmEngine) -> None:
    payload = scenario.rate_payload()
    joined = transcript(payload.pieces)

    for quote in rate_answer(payload, engine, deadline=NO_DEADLINE).quotes:
        assert joined[quote.start : quote.end] == quote.text
        assert quote.start_s is not None
        assert quote.end_s is not None
        assert quote.start_s < quote.end_s
