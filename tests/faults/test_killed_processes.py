"""Any process may be killed in the middle of an interview, and Redis may be wiped: the interview goes on by itself."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
import redis

from tests.support.people import OPEN, Candidate, recruiter_client
from tests.support.platform import Platform, running_platform
from tests.support.waiting import wait_for

pytestmark = pytest.mark.faults

GOES_ON_WITHIN_S = 10
PROGRAMS = (
    "postgres", "redis", "api", "results", "results-vision", "relay", "gpu-live", "gpu-batch", "cpu-live", "cpu-batch",
    "cpu-vision", "media",
)  # fmt: skip
ANSWERS = (
    "When our order service slowed down last spring, I profiled the queries and added an index. Latency fell by 40%.",
    "A customer could not log in before a deadline. I called them, reset the account and wrote down what had failed.",
    "I decided to ship the smaller fix first because the release was two days away, and explained why to the team.",
    "Our team disagreed about the schedule. I listed the risks, asked for estimates, and we agreed on a new plan.",
)


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """One instance for all kills: it has to survive each of them."""
    folder: Path = tmp_path_factory.mktemp("faults")
    with running_platform(folder / "data") as running:
        yield running


def kill(platform: Platform, program: str) -> None:
    """Kill a program and wait until the supervisor runs another process in its place."""
    old = platform.kill(program)
    wait_for(
        lambda: platform.control.pids().get(program) not in (None, 0, old),
        within_s=GOES_ON_WITHIN_S,
        what=f"{program} to be started again",
    )


def strike(platform: Platform, what: str) -> None:
    """Kill a program, or wipe Redis."""
    if what == "FLUSHALL":
        with redis.Redis.from_url(platform.redis_url) as client:
            client.flushall()
    else:
        kill(platform, what)


@pytest.mark.parametrize("what", [*PROGRAMS, "FLUSHALL"])
def test_the_interview_goes_on_by_itself(platform: Platform, what: str) -> None:
    candidate = Candidate.register(platform)
    now = candidate.begin()
    index = 0
    while now["state"] in OPEN:
        turn = now["turn"]["id"]
        if index == 1:  # between two commands of an answer
            candidate.post(f"/turns/{turn}/open")
            strike(platform, what)
        candidate.answer(now, ANSWERS[index % len(ANSWERS)])
        if index == 2:  # while the next question is being looked for
            strike(platform, what)
        now = candidate.next_question(after=turn, within_s=GOES_ON_WITHIN_S)
        index += 1
    assert index > 3
    now = candidate.wait_state("reported", within_s=90)

    stored = candidate.stored_answers()
    assert {turn: stored.get(turn) for turn in candidate.answers} == candidate.answers
    texts = list(candidate.questions.values())
    assert len(texts) == len(set(texts)), "a question was asked twice"
    with psycopg.connect(platform.database_url.replace("+psycopg", "")) as connection:
        of_interview = [candidate.interview_id]
        asked, reports = (
            connection.execute(f"SELECT count(*) FROM {table} WHERE interview_id = %s", of_interview).fetchone()
            for table in ("turn", "report")
        )
    assert asked == (index,)
    assert reports == (1,)
    with closing(recruiter_client(platform)) as client:
        report = client.get(f"/interviews/{candidate.interview_id}/report").raise_for_status().json()
    assert report["summary"]
