"""Lost workers, a wiped Redis, and deadlines: the interview goes on by itself and asks nothing twice."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from backend_core.interviews.machine.effects import TimerKind
from backend_core.models import Outbox, TaskRecord
from backend_core.models.vocabulary import OutboxKind
from backend_core.relay.epoch import MARKER
from backend_core.relay.outbox import publish_batch
from interview_contracts import registry
from interview_contracts.errors import TaskError
from interview_contracts.payloads.interviews import PlanPayload, PlanResult
from tests.support import scripts
from tests.support.stage import Delivery, Stage

pytestmark = pytest.mark.integration

PLAN, FOLLOW_UP = registry.INTERVIEW_PLAN.name, registry.INTERVIEW_FOLLOW_UP.name
RATE = registry.EVALUATION_RATE_ANSWER.name


async def to_follow_up(stage: Stage) -> str:
    """Answer up to the question that may be followed up; returns its turn."""
    await stage.start()
    await stage.type("introduction")
    await stage.settle()
    return await stage.type("I measured first.")


async def questions(stage: Stage) -> list[str]:
    return [event["text"] for event in await stage.events() if event["type"] == "question.asked"]


async def test_lost_plan_is_sent_again(stage: Stage) -> None:
    await stage.post("/prepare", {"language": "en"})
    await stage.publish()
    first = await stage.deliver(PLAN)
    assert await stage.lose_leases(9) == 1
    second = await stage.deliver(PLAN)
    assert [delivery.envelope.attempt for delivery in first + second] == [1, 2]
    assert first[0].envelope.key == second[0].envelope.key
    await stage.report(first[0].report(scripts.plan(_payload(first[0]))))
    await stage.report(second[0].report(scripts.plan(_payload(second[0]))))
    assert (await stage.snapshot())["progress"]["total"] == 5


async def test_planning_that_fails_three_times_brings_the_fallback_question(stage: Stage) -> None:
    stage.scripts[PLAN] = lambda _: scripts.LOST
    await stage.prepare()
    assert [delivery.envelope.attempt for delivery in stage.deliveries if delivery.name == PLAN] == [1, 2, 3]
    assert (await stage.snapshot())["progress"]["total"] == 5
    await stage.post("/start")
    asked = []
    while (await stage.snapshot())["state"] == "asking":
        turn = await stage.turn()
        asked.append((turn["source"], turn["section"], turn["text"]))
        await stage.type("an answer")
        await stage.settle()
    assert asked[3][:2] == ("fallback", "resume")
    assert asked[3][2].startswith("[System question]")
    assert (await stage.snapshot())["state"] == "reported"


async def test_planning_that_cannot_be_done_is_not_tried_again(stage: Stage) -> None:
    stage.scripts[PLAN] = lambda _: scripts.BROKEN
    await stage.prepare()
    assert sum(delivery.name == PLAN for delivery in stage.deliveries) == 1


async def test_planning_deadline_brings_the_fallback_question_and_a_late_plan_changes_nothing(stage: Stage) -> None:
    await stage.post("/prepare", {"language": "en"})
    await stage.publish()
    (late,) = await stage.deliver(PLAN)
    assert await stage.wait(29) == 0
    assert await stage.wait(31) == 1
    assert (await stage.snapshot())["state"] == "ready"
    before = (await stage.row()).version
    await stage.report(late.report(scripts.plan(_payload(late))))
    assert (await stage.row()).version == before


async def test_plan_can_add_questions_but_not_change_the_core(stage: Stage) -> None:
    def tampering(payload: PlanPayload) -> PlanResult:
        result = scripts.plan(payload)
        changed = tuple(item.model_copy(update={"text": f"{item.text} (changed)"}) for item in result.questions)
        return result.model_copy(update={"questions": tuple(reversed(changed[1:]))})

    stage.scripts[PLAN] = tampering
    await stage.start()
    asked = []
    while (await stage.snapshot())["state"] == "asking":
        asked.append((await stage.turn())["text"])
        await stage.type("an answer")
        await stage.settle()
    assert asked[:3] == [
        "Question 1 about introduction?",
        "Question 2 about experience?",
        "Question 3 about problem_solving?",
    ]
    assert asked[3:] == ["What was your part in project X? (changed)", "Question 4 about closing?"]


async def test_follow_up_deadline_brings_the_next_question(stage: Stage) -> None:
    turn = await to_follow_up(stage)
    await stage.publish()
    (late,) = await stage.deliver(FOLLOW_UP)
    assert (await stage.snapshot())["state"] == "thinking"
    assert late.envelope.deadline is not None
    assert await stage.wait(3) == 0
    assert await stage.wait(4) == 1
    snapshot = await stage.snapshot()
    assert snapshot["turn"]["text"] == "Question 3 about problem_solving?"
    await stage.report(late.report(scripts.follow_up(_payload(late))))
    assert (await stage.snapshot())["version"] == snapshot["version"]
    assert await stage.wait(60) == 0
    timer = await stage.timer(TimerKind.NEXT_QUESTION, turn)
    assert timer is not None
    assert timer.fired_at is not None


@pytest.mark.parametrize("outcome", [scripts.LOST, scripts.BROKEN])
async def test_failing_follow_up_brings_the_next_question(stage: Stage, outcome: TaskError) -> None:
    stage.scripts[FOLLOW_UP] = lambda _: outcome
    await to_follow_up(stage)
    await stage.settle()
    assert (await stage.turn())["text"] == "Question 3 about problem_solving?"


async def test_wiped_redis_between_question_and_answer(stage: Stage) -> None:
    await stage.start()
    turn = await stage.open()
    await stage.publish()
    await stage.redis.flushall()
    assert await stage.notice_wipe()
    assert not await stage.notice_wipe()
    assert await stage.redis.exists(MARKER)
    events = await stage.events()
    assert [event["type"] for event in events] == ["interview.state", "answer.opened"]
    assert events[0]["turn_id"] == events[1]["turn_id"] == turn
    await stage.post(f"/turns/{turn}/end", {"mode": "typed", "text": "answer"})
    await stage.settle()
    assert (await stage.turn())["index"] == 1


@pytest.mark.parametrize("lost", [PLAN, FOLLOW_UP, RATE, registry.EVALUATION_WRITE_REPORT.name])
async def test_redis_wiped_while_work_was_under_way(stage: Stage, lost: str) -> None:
    """The queue is wiped once, just when this kind of work waits in it."""
    wiped = False

    async def settle() -> None:
        nonlocal wiped
        await stage.publish()
        while True:
            if not wiped and any(event.name == lost for event in await stage.waiting()):
                wiped = True
                await stage.redis.flushall()
                assert await stage.notice_wipe()
            if not await stage.work():
                return
            await stage.publish()

    stage.scripts[FOLLOW_UP] = scripts.follow_up
    await stage.post("/prepare", {"language": "en"})
    await settle()
    await stage.post("/start")
    asked = []
    while (await stage.snapshot())["state"] == "asking":
        asked.append((await stage.turn())["text"])
        await stage.type("an answer")
        await settle()
    assert wiped
    assert (await stage.snapshot())["state"] == "reported"
    assert len(asked) == len(set(asked)) == 6


async def test_killed_worker_leaves_the_evaluation_to_another(stage: Stage) -> None:
    stage.scripts[RATE] = scripts.silence
    await stage.start()
    while (await stage.snapshot())["state"] == "asking":
        await stage.type("an answer")
        await stage.settle()
    assert (await stage.snapshot())["state"] == "evaluating"
    stage.scripts[RATE] = scripts.rating
    assert await stage.lose_leases(61) > 0
    await stage.settle()
    assert (await stage.snapshot())["state"] == "reported"


async def test_evaluation_of_which_nothing_is_heard_fails_and_can_be_run_again(stage: Stage) -> None:
    stage.scripts[RATE] = scripts.silence
    await stage.start()
    while (await stage.snapshot())["state"] == "asking":
        await stage.type("an answer")
        await stage.settle()
    for _ in range(3):
        await stage.lose_leases()
        await stage.settle()
    assert (await stage.snapshot())["state"] == "evaluation_failed"
    recruiter = await stage.api.client_of(await stage.recruiter())
    stage.scripts[RATE] = scripts.rating
    answer = await recruiter.post(f"{stage.path}/evaluation/retry")
    assert answer.status_code == 202, answer.text
    await stage.settle()
    assert (await stage.snapshot())["state"] == "reported"


async def test_lease_is_prolonged_while_the_queue_is_long(stage: Stage) -> None:
    await stage.post("/prepare", {"language": "en"})
    await stage.publish()
    assert await stage.lose_leases(9) == 0, "the task still waits in its queue"
    assert await stage.lose_leases(81) == 1, "but not for ever"


async def test_several_relays_publish_everything_once(stage: Stage) -> None:
    await stage.post("/prepare", {"language": "en"})
    await asyncio.gather(*(stage.publish() for _ in range(5)))
    await stage.publish()
    assert len(await stage.deliver(PLAN)) == 1
    assert (await stage.event_types()).count("interview.state") == 1


async def test_several_relays_fire_a_timer_once(stage: Stage) -> None:
    await stage.post("/prepare", {"language": "en"})
    await stage.publish()
    fired = await asyncio.gather(*(stage.wait(31) for _ in range(5)))
    assert sum(fired) == 1


async def test_answer_that_runs_over_its_time_is_ended(stage: Stage) -> None:
    await stage.start()
    turn = await stage.open()
    assert await stage.wait(194) == 0
    assert await stage.wait(196) == 1
    assert (await stage.turn())["index"] == 1
    transcript = (await stage.candidate.get(f"{stage.path}/transcript")).json()
    assert transcript["turns"][0]["turn_id"] == turn
    assert transcript["turns"][0]["mode"] == "spoken"


def _payload(delivery: Delivery) -> Any:
    return registry.BY_NAME[delivery.name].payload.model_validate(delivery.envelope.payload)


async def test_broker_that_is_away_loses_and_reorders_nothing(stage: Stage) -> None:
    class Away:
        async def send(self, **_: Any) -> None:
            raise ConnectionError

    await stage.post("/prepare", {"language": "en"})
    with pytest.raises(ConnectionError):
        await publish_batch(replace(stage.outlets, sender=Away()))
    assert await stage.event_types() == ["interview.state"], "what went before stays published"
    await stage.publish()
    (plan,) = await stage.deliver(PLAN)
    assert plan.envelope.attempt == 1
    assert await stage.event_types() == ["interview.state"]


async def test_row_that_cannot_be_published_does_not_hold_up_the_others(stage: Stage) -> None:
    unknown = TaskRecord(key="from-a-later-release", name="unknown.task", payload={})
    await stage.api.rows.save(
        unknown, Outbox(kind=OutboxKind.TASK, name=unknown.name, task_record_id=unknown.id, payload={})
    )
    await stage.post("/prepare", {"language": "en"})
    await stage.publish()
    assert len(await stage.deliver(PLAN)) == 1
