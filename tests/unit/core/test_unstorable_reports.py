"""A result that the database refuses for good is parked as a failed attempt; what may pass with time comes again."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy.exc import DataError, OperationalError

from backend_core.tasks.consumer import take_or_park
from interview_contracts.errors import ErrorCode
from interview_contracts.reports import Failure, Report, Success, TaskReport

pytestmark = pytest.mark.unit

REFUSED = DataError("INSERT", {}, ValueError("refused"))
AWAY = OperationalError("INSERT", {}, ConnectionError("away"))


def report(outcome: Success | Failure) -> Report:
    now = datetime.now(UTC)
    return Report(
        body=TaskReport(
            task_id=uuid4(),
            key="key",
            name="interview.plan",
            attempt=1,
            outcome=outcome,
            sent_at=now,
            started_at=now,
            finished_at=now,
        )
    )


def test_a_refused_result_counts_as_a_failed_attempt() -> None:
    taken: list[Report] = []

    def take(item: Report) -> None:
        taken.append(item)
        if len(taken) == 1:
            raise REFUSED

    take_or_park(take, report(Success(result={})))
    body = taken[1].body
    assert isinstance(body, TaskReport)
    assert isinstance(body.outcome, Failure)
    assert body.outcome.error.code is ErrorCode.INTERNAL
    assert body.outcome.error.retryable
    assert len(taken) == 2


def test_a_refused_failure_is_dropped() -> None:
    taken: list[Report] = []

    def take(item: Report) -> None:
        taken.append(item)
        raise REFUSED

    take_or_park(take, report(Success(result={})))
    assert len(taken) == 2


def test_what_may_pass_is_raised() -> None:
    def take(_: Report) -> None:
        raise AWAY

    with pytest.raises(OperationalError):
        take_or_park(take, report(Success(result={})))
