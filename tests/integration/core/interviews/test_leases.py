"""Leases follow the work: as long as a worker tells that it is at it, a task is not sent again."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from backend_core.models import TaskRecord
from backend_core.models.vocabulary import TaskState
from backend_core.tasks.progress import OVERTIME
from interview_contracts.engines import EngineFailure
from interview_contracts.errors import ErrorCode, TaskError
from interview_contracts.registry import ALL_TASKS, INTERVIEW_PLAN
from tests.support import scripts
from tests.support.stage import Delivery, Stage

pytestmark = pytest.mark.integration

PLAN = INTERVIEW_PLAN.name
LEASE_S = INTERVIEW_PLAN.lease_s


async def plan(stage: Stage) -> Delivery:
    """Have a plan asked for and taken by a worker."""
    await stage.post("/prepare", {"language": "en"})
    await stage.publish()
    (delivery,) = await stage.deliver(PLAN)
    return delivery


async def record(stage: Stage) -> TaskRecord:
    async with stage.outlets.sessions() as session:
        return (await session.scalars(select(TaskRecord).where(TaskRecord.name == PLAN))).one()


async def change(stage: Stage, **values: object) -> None:
    async with stage.outlets.sessions() as session, session.begin():
        await session.execute(update(TaskRecord).where(TaskRecord.name == PLAN).values(**values))


async def test_a_task_at_work_keeps_its_lease(stage: Stage) -> None:
    delivery = await plan(stage)
    await change(stage, lease_until=datetime.now(UTC) - timedelta(seconds=1))
    await stage.report(delivery.progress())
    kept = await record(stage)
    assert kept.lease_until is not None
    assert kept.progressed_at is not None
    assert timedelta(seconds=LEASE_S - 0.1) < kept.lease_until - kept.progressed_at < timedelta(seconds=LEASE_S + 0.1)
    assert await stage.lose_leases(0) == 0
    assert await stage.lose_leases(LEASE_S + 1) == 1
    (second,) = await stage.deliver(PLAN)
    assert second.envelope.attempt == 2


async def test_the_last_attempt_keeps_the_time_that_a_worker_may_take(stage: Stage) -> None:
    delivery = await plan(stage)
    until = datetime.now(UTC) + timedelta(seconds=INTERVIEW_PLAN.time_limit_s)
    await change(stage, max_attempts=1, lease_until=until)
    await stage.report(delivery.progress())
    assert (await record(stage)).lease_until == until


async def test_a_task_that_went_silent_is_sent_again_however_long_the_queue_is(stage: Stage) -> None:
    await stage.report((await plan(stage)).progress())
    await stage.redis.lpush(INTERVIEW_PLAN.queue.value, "something that waits")
    assert await stage.lose_leases(LEASE_S + 1) == 1


async def test_a_task_that_waits_behind_long_ones_loses_no_attempt(stage: Stage) -> None:
    await stage.post("/prepare", {"language": "en"})
    await stage.publish()
    patience_s = LEASE_S * 10
    await stage.api.rows.save(
        TaskRecord(
            key="a-long-one",
            name=PLAN,
            payload={},
            state=TaskState.SENT,
            progressed_at=datetime.now(UTC) + timedelta(seconds=patience_s),
        )
    )
    assert await stage.lose_leases(patience_s + 1) == 0
    assert await stage.lose_leases(patience_s + 3600) == 1


async def test_a_task_whose_message_was_lost_does_not_wait_for_ever_behind_a_busy_queue(stage: Stage) -> None:
    await stage.post("/prepare", {"language": "en"})
    await stage.publish()
    longest_s = 100 * max(each.time_limit_s for each in ALL_TASKS if each.queue is INTERVIEW_PLAN.queue)
    at_work = datetime.now(UTC) + timedelta(seconds=longest_s + 60)
    await stage.api.rows.save(
        TaskRecord(key="a-long-one", name=PLAN, payload={}, state=TaskState.SENT, progressed_at=at_work)
    )
    assert await stage.lose_leases(longest_s - 60) == 0
    assert await stage.lose_leases(longest_s + 60) == 1


async def test_only_the_attempt_at_work_keeps_its_lease(stage: Stage) -> None:
    first = await plan(stage)
    assert await stage.lose_leases(LEASE_S + 1) == 1
    await stage.deliver(PLAN)
    await stage.report(first.progress())
    assert (await record(stage)).progressed_at is None
    assert await stage.lose_leases(LEASE_S + 1) == 1


async def test_progress_is_not_believed_longer_than_the_task_may_take(stage: Stage) -> None:
    delivery = await plan(stage)
    longest = timedelta(seconds=INTERVIEW_PLAN.time_limit_s) + OVERTIME
    past = datetime.now(UTC) - longest - timedelta(seconds=1)
    await change(stage, started_at=past, lease_until=past)
    await stage.report(delivery.progress())
    assert (await record(stage)).lease_until == past
    assert await stage.lose_leases(0) == 1
    assert (await record(stage)).started_at is None


async def test_progress_of_a_task_that_is_done_changes_nothing(stage: Stage) -> None:
    delivery = await plan(stage)
    await stage.report(delivery.report(scripts.plan(INTERVIEW_PLAN.payload.model_validate(delivery.envelope.payload))))
    await stage.report(delivery.progress())
    done = await record(stage)
    assert (done.state, done.lease_until) == (TaskState.SUCCEEDED, None)


async def test_the_record_names_the_engines_that_failed_over_all_attempts(stage: Stage) -> None:
    first = await plan(stage)
    slow = EngineFailure(engine="llama_cpp", code=ErrorCode.ENGINE_TIMEOUT)
    absent = EngineFailure(engine="llama_cpp", code=ErrorCode.ENGINE_UNAVAILABLE)
    error = TaskError(code=ErrorCode.ENGINE_TIMEOUT, retryable=True)
    await stage.report(first.report(error, passed_over=(slow,)))
    await stage.publish()
    (second,) = await stage.deliver(PLAN)
    result = scripts.plan(INTERVIEW_PLAN.payload.model_validate(second.envelope.payload))
    await stage.report(second.report(result, passed_over=(absent,)))
    done = await record(stage)
    assert done.passed_over == (slow, absent)
    assert done.engine is not None
    assert done.engine.name == "scripted"
