"""A model server may hang, lie, break off or be gone in the middle of an interview: the interview goes on in time."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.interviews import (
    LAST,
    check_live_part,
    check_report,
    engines,
    follow_ups,
    records,
    take_interview,
)
from tests.support.fault_llm_server import Fault, FaultLlmServer, fault_llm_server
from tests.support.people import recruiter_client
from tests.support.platform import Platform, running_platform
from tests.support.waiting import wait_for

pytestmark = pytest.mark.faults

BEGINS, ENDS = 1, 2
"""From the answer of the first index to that of the second the server is out of order: too short to be set aside."""

SHOWN_WITHIN_S = 30

CODES = {
    Fault.GARBAGE: {"engine_output_invalid"},
    Fault.TRUNCATED: {"engine_output_invalid"},
    Fault.CUT: {"engine_failed", "engine_unavailable"},
    Fault.PAGE: {"engine_failed", "engine_output_invalid"},
    Fault.FAILS: {"engine_failed"},
    Fault.CLOSES: {"engine_unavailable"},
    Fault.REFUSES: {"engine_unavailable"},
    Fault.HANGS: {"engine_timeout"},
    Fault.DRIPS: {"engine_timeout"},
}


@pytest.fixture(scope="module")
def running_server() -> Iterator[FaultLlmServer]:
    with fault_llm_server() as server:
        yield server


@pytest.fixture(scope="module")
def platform(running_server: FaultLlmServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """One instance for all faults: it has to survive each of them."""
    folder: Path = tmp_path_factory.mktemp("faults")
    (folder / "models").mkdir()
    with running_platform(folder / "data", MODELS_DIR=str(folder / "models"), LLM_URL=running_server.url) as running:
        yield running


@pytest.fixture
def server(running_server: FaultLlmServer) -> Iterator[FaultLlmServer]:
    """The server, sound before and after the test."""
    yield running_server
    running_server.strike(Fault.NONE)


@pytest.mark.parametrize("fault", CODES, ids=str)
def test_the_rules_ask_on_and_the_server_takes_over_again(
    platform: Platform, server: FaultLlmServer, fault: Fault
) -> None:
    def change(index: int) -> None:
        if index == BEGINS:
            server.strike(fault)
        elif index == ENDS:
            server.strike(Fault.NONE)

    candidate = take_interview(platform, before=change)
    check_live_part(platform, candidate)
    check_report(platform, candidate)

    found = follow_ups(platform, candidate)
    assert {record.state for record in found} == {"succeeded"}
    disturbed = [record for record in found if record.passed_over]
    assert disturbed, found
    for record in disturbed:
        assert record.engine == "rules"
        [(engine, code)] = record.passed_over
        assert engine == "openai"
        assert code in CODES[fault]
    assert (found[-1].engine, found[-1].passed_over) == ("openai", ())
    ratings = records(platform, candidate, "evaluation.rate_answer")
    assert {(rating.state, rating.engine) for rating in ratings} == {("succeeded", "openai")}


def test_an_evaluation_that_failed_for_its_server_succeeds_when_it_is_run_again(
    platform: Platform, server: FaultLlmServer
) -> None:
    candidate = take_interview(platform, before=lambda index: server.strike(Fault.FAILS) if index == LAST else None)
    check_live_part(platform, candidate)
    candidate.wait_state("evaluation_failed", within_s=90)
    failed = [one for one in records(platform, candidate, "evaluation.rate_answer") if one.state == "failed"]
    assert failed
    for rating in failed:
        assert (rating.error_code, rating.engine) == ("engine_failed", None)
        assert set(rating.passed_over) == {("openai", "engine_failed")}

    server.strike(Fault.NONE)
    with closing(recruiter_client(platform)) as client:
        client.post(f"/interviews/{candidate.interview_id}/evaluation/retry").raise_for_status()
    check_report(platform, candidate)


def test_a_server_that_stays_away_is_set_aside_and_shown_with_its_reason(
    platform: Platform, server: FaultLlmServer
) -> None:
    candidate = take_interview(platform, before=lambda index: server.strike(Fault.REFUSES) if index == 0 else None)
    check_live_part(platform, candidate)
    found = follow_ups(platform, candidate)
    assert {(record.state, record.engine) for record in found} == {("succeeded", "rules")}
    assert {over for record in found for over in record.passed_over} == {("openai", "engine_unavailable")}

    def reasons() -> list[dict[str, str]]:
        return [over for row in engines(platform, "llm") for over in row["passed_over"] if over["engine"] == "openai"]

    [over, *_] = wait_for(reasons, within_s=SHOWN_WITHIN_S, what="the reason on the page of engines", every_s=0.5)
    assert over["code"] == "engine_unavailable"
    assert over["reason"]
    assert over["again_at"]
    server.strike(Fault.NONE)
    candidate.wait_state("reported", "evaluation_failed", within_s=90)
