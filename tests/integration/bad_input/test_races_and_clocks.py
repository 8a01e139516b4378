"""Commands that arrive at once from several tabs, and a server clock that jumps."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from backend_core.interviews import timers
from backend_core.models import Report, Turn
from tests.support.stage import Stage

pytestmark = pytest.mark.integration


async def at_once(stage: Stage, path: str, bodies: list[dict[str, object] | None]) -> list[int]:
    """Send commands at the same moment and return their statuses."""
    answers = await asyncio.gather(*(stage.candidate.post(f"{stage.path}{path}", json=body) for body in bodies))
    assert all(answer.status_code < 500 for answer in answers), [answer.text for answer in answers]
    return [answer.status_code for answer in answers]


async def test_every_command_four_times_at_once_happens_once(stage: Stage) -> None:
    assert set(await at_once(stage, "/prepare", [{"language": "en"}] * 4)) == {202}
    await stage.settle()
    assert [delivery.name for delivery in stage.deliveries].count("interview.plan") == 1
    assert set(await at_once(stage, "/start", [None] * 4)) == {200}
    await stage.settle()
    words = ["First words.", "Second words.", "Third words.", "Fourth words."]
    while (await stage.snapshot())["state"] == "asking":
        turn = (await stage.turn())["id"]
        await at_once(stage, f"/turns/{turn}/open", [None] * 4)
        ends: list[dict[str, object] | None] = [{"mode": "typed", "text": text} for text in words]
        assert set(await at_once(stage, f"/turns/{turn}/end", ends)) == {200}
        await stage.settle()
    async with stage.outlets.sessions() as session:
        turns = await session.scalar(select(func.count()).where(Turn.interview_id == stage.interview.id))
        reports = await session.scalar(select(func.count()).where(Report.interview_id == stage.interview.id))
    assert (turns, reports) == (5, 1)
    spoken = (await stage.candidate.get(f"{stage.path}/transcript")).json()["turns"]
    assert all(len(turn["pieces"]) == 1 for turn in spoken)


async def test_of_two_tabs_one_has_the_seat(stage: Stage) -> None:
    await stage.start()
    turn = await stage.open()
    tabs = ["tab-number-1", "tab-number-2"]
    await at_once(stage, "/seat", [{"tab_id": tab} for tab in tabs])
    answers = await asyncio.gather(
        *(
            stage.candidate.post(
                f"{stage.path}/turns/{turn}/end",
                json={"mode": "typed", "text": f"Words of {tab}."},
                headers={"X-Tab-Id": tab},
            )
            for tab in tabs
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    loser = next(answer for answer in answers if answer.status_code == 409)
    assert loser.json()["code"] == "seat_taken"


async def test_withdrawing_while_answering_leaves_no_half_state(stage: Stage) -> None:
    await stage.start()
    turn = await stage.open()
    ended, withdrawn = await asyncio.gather(
        stage.candidate.post(f"{stage.path}/turns/{turn}/end", json={"mode": "typed", "text": "Words."}),
        stage.candidate.post(f"{stage.path}/withdraw"),
    )
    assert withdrawn.status_code == 200
    assert ended.status_code in {200, 409}
    await stage.settle()
    await stage.wait(3600)
    assert (await stage.snapshot())["state"] == "withdrawn"


@pytest.mark.parametrize("minutes", [-5, 5])
async def test_a_clock_that_jumps_loses_no_answer_and_asks_nothing_twice(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    await stage.start()
    jumped = timedelta(minutes=minutes)
    right = timers.database_now
    asked = []
    while (await stage.snapshot())["state"] == "asking":
        turn = await stage.turn()
        asked.append(turn["text"])
        await stage.open()
        with monkeypatch.context() as patch:

            async def moved(session: object) -> datetime:
                return await right(session) + jumped  # type: ignore[arg-type]

            patch.setattr(timers, "database_now", moved)
            await stage.post(f"/turns/{turn['id']}/end", {"mode": "typed", "text": "Words that stay."})
            await stage.settle()
        # The timers of the jump come due, late or early; what they were for has happened.
        await stage.wait(600 if minutes > 0 else 0)
        await stage.settle()
    assert len(asked) == len(set(asked)) == 5
    assert (await stage.snapshot())["state"] == "reported"
    words = (await stage.candidate.get(f"{stage.path}/transcript")).json()["turns"]
    assert [turn["pieces"][0]["text"] for turn in words] == ["Words that stay."] * 5
    assert datetime.fromisoformat((await stage.snapshot())["server_time"]) <= datetime.now(UTC) + timedelta(minutes=1)
