"""A whole interview by typing while something goes wrong, and what has to hold of it afterwards."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg

from tests.support.people import OPEN, Candidate, Json, recruiter_client
from tests.support.platform import Platform

NEXT_QUESTION_S = 4.0
"""A next question starts at most this long after the end of an answer."""

LAST = 3
"""Index of the last answer of an interview without a single follow-up."""

_ANSWERS = (
    "When our order service slowed down last spring, I profiled the queries and added an index. Latency fell by 40%.",
    "A customer could not log in before a deadline. I called them, reset the account and wrote down what had failed.",
    "I decided to ship the smaller fix first because the release was two days away, and explained why to the team.",
    "Our team disagreed about the schedule. I listed the risks, asked for estimates, and we agreed on a new plan.",
)

OnAnswer = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of a task: `passed_over` names engines that should have done it, with the code of why not."""

    name: str
    state: str
    error_code: str | None
    engine: str | None
    attempt: int
    passed_over: tuple[tuple[str, str], ...]


def nothing(_: int) -> None:
    """Let the interview run undisturbed."""


def begin(platform: Platform) -> tuple[Candidate, Json]:
    """Bring a new candidate to the first question."""
    candidate = Candidate.register(platform)
    return candidate, candidate.begin()


def take_interview(
    platform: Platform,
    *,
    before: OnAnswer = nothing,
    after: OnAnswer = nothing,
    begun: tuple[Candidate, Json] | None = None,
) -> Candidate:
    """Answer all questions; `before` and `after` are called with the index of each answer around its end.

    Fails where a question takes so long that the candidate would have left.
    """
    candidate, now = begun or begin(platform)
    index = 0
    while now["state"] in OPEN:
        turn = now["turn"]["id"]
        before(index)
        candidate.answer(now, _ANSWERS[index % len(_ANSWERS)])
        after(index)
        now = candidate.next_question(after=turn, within_s=20)
        index += 1
    assert len(candidate.questions) > LAST
    return candidate


def check_live_part(platform: Platform, candidate: Candidate) -> None:
    """No next question came late, no answer is lost, no question was asked twice."""
    late = [wait for wait in waits_s(platform, candidate) if wait > NEXT_QUESTION_S]
    assert not late, late
    stored = candidate.stored_answers()
    assert {turn: stored.get(turn) for turn in candidate.answers} == candidate.answers
    texts = list(candidate.questions.values())
    assert len(texts) == len(set(texts)), "a question was asked twice"
    [(asked,)] = rows(platform, "SELECT count(*) FROM turn WHERE interview_id = %s", candidate.interview_id)
    assert asked == len(candidate.questions)


def check_report(platform: Platform, candidate: Candidate) -> None:
    """The interview ends with one report."""
    candidate.wait_state("reported", within_s=90)
    [(reports,)] = rows(platform, "SELECT count(*) FROM report WHERE interview_id = %s", candidate.interview_id)
    assert reports == 1
    with closing(recruiter_client(platform)) as client:
        report = client.get(f"/interviews/{candidate.interview_id}/report").raise_for_status().json()
    assert report["summary"]


def waits_s(platform: Platform, candidate: Candidate) -> list[float]:
    """Return the seconds from the end of each answer to the next question, as they are stored."""
    found = rows(
        platform,
        """
        SELECT extract(epoch FROM next.asked_at - answer.ended_at)
        FROM turn
        JOIN answer ON answer.turn_id = turn.id
        JOIN turn AS next ON next.interview_id = turn.interview_id AND next.index = turn.index + 1
        WHERE turn.interview_id = %s
        ORDER BY turn.index
        """,
        candidate.interview_id,
    )
    return [float(seconds) for (seconds,) in found]


def records(platform: Platform, candidate: Candidate, name: str) -> list[Record]:
    """Return what is kept of an interview's tasks of this name, oldest first."""
    found = rows(
        platform,
        """
        SELECT name, state, error_code, engine ->> 'name', attempt, coalesce(passed_over, '[]')
        FROM task_record
        WHERE interview_id = %s AND name = %s
        ORDER BY id
        """,
        candidate.interview_id,
        name,
    )
    return [
        Record(name, state, code, engine, attempt, tuple((one["engine"], one["code"]) for one in passed_over))
        for name, state, code, engine, attempt, passed_over in found
    ]


def follow_ups(platform: Platform, candidate: Candidate) -> list[Record]:
    """Return what is kept of the search for follow-ups."""
    return records(platform, candidate, "interview.follow_up")


def rows(platform: Platform, query: str, *values: object) -> list[tuple[Any, ...]]:
    """Return what the instance's database answers."""
    with psycopg.connect(platform.database_url.replace("+psycopg", "")) as connection:
        return connection.execute(query, values).fetchall()


def engines(platform: Platform, capability: str) -> list[dict[str, Any]]:
    """Return what the page of engines shows for a capability."""
    with closing(recruiter_client(platform)) as client:
        shown: list[dict[str, Any]] = client.get("/engines").raise_for_status().json()
    return [one for one in shown if one["capability"] == capability]
