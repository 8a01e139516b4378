"""A whole interview through the API, relay and results, with scripted workers."""

import pytest

from interview_contracts import registry
from tests.support import scripts
from tests.support.stage import Stage

pytestmark = pytest.mark.integration

ANSWER = "I measured first and then changed one thing."


async def answer_all(stage: Stage) -> list[str]:
    """Type an answer to every question and return the questions."""
    asked = []
    await stage.start()
    while (await stage.snapshot())["state"] == "asking":
        asked.append((await stage.turn())["text"])
        await stage.type(ANSWER)
        await stage.settle()
    return asked


async def test_typed_interview_ends_with_a_report(stage: Stage) -> None:
    stage.scripts[registry.INTERVIEW_FOLLOW_UP.name] = scripts.follow_up
    asked = await answer_all(stage)
    assert asked == [
        "Question 1 about introduction?",
        "Question 2 about experience?",
        "You said I. What came of it?",
        "Question 3 about problem_solving?",
        "What was your part in project X?",
        "Question 4 about closing?",
    ]
    snapshot = await stage.snapshot()
    assert snapshot["state"] == "reported"
    assert snapshot["turn"] is None
    types = await stage.event_types()
    assert types.count("question.asked") == len(asked)
    assert types.count("report.ready") == 1
    assert types[-1] == "report.ready"
    states = [event["state"] for event in await stage.events() if event["type"] == "interview.state"]
    assert states[0] == "planning"
    assert states[-1] == "reported"


async def test_transcript_is_the_candidates_own_words(stage: Stage) -> None:
    asked = await answer_all(stage)
    transcript = (await stage.candidate.get(f"{stage.path}/transcript")).json()
    assert [turn["question"] for turn in transcript["turns"]] == asked
    assert all(turn["pieces"][0]["text"] == ANSWER for turn in transcript["turns"])
    assert all(turn["transcript_state"] == "ready" for turn in transcript["turns"])


async def test_every_result_twice_makes_no_difference(stage: Stage) -> None:
    stage.scripts[registry.INTERVIEW_FOLLOW_UP.name] = scripts.follow_up
    asked = []
    await stage.start()
    while (await stage.snapshot())["state"] == "asking":
        asked.append((await stage.turn())["id"])
        await stage.type(ANSWER)
        await stage.settle()
        before = await stage.snapshot()
        for delivery in list(stage.deliveries):
            payload = registry.BY_NAME[delivery.name].payload.model_validate(delivery.envelope.payload)
            outcome = stage.scripts[delivery.name](payload)
            assert outcome is not None
            await stage.report(delivery.report(outcome))
            await stage.report(delivery.report(scripts.BROKEN))
        await stage.publish()
        after = await stage.snapshot()
        assert {**before, "server_time": None} == {**after, "server_time": None}
    assert len(asked) == len(set(asked))
    assert (await stage.event_types()).count("report.ready") == 1


async def test_commands_repeated_by_a_nervous_browser_change_nothing(stage: Stage) -> None:
    await stage.prepare()
    await stage.post("/prepare", {"language": "en"})
    await stage.post("/start")
    await stage.post("/start")
    turn = await stage.open()
    await stage.post(f"/turns/{turn}/open")
    await stage.post(f"/turns/{turn}/end", {"mode": "typed", "text": ANSWER})
    first = await stage.snapshot()
    await stage.post(f"/turns/{turn}/end", {"mode": "typed", "text": "something else"})
    second = await stage.snapshot()
    assert first["version"] == second["version"]
    transcript = (await stage.candidate.get(f"{stage.path}/transcript")).json()
    assert transcript["turns"][0]["pieces"][0]["text"] == ANSWER
