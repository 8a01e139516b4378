"""What arrives after the time limit has ended an answer is not lost."""

from uuid import UUID

import pytest
from sqlalchemy import select

from backend_core.models import Answer
from interview_contracts import registry
from interview_contracts.vocabulary import AnswerEndReason, AnswerMode, Capability, Language
from tests.support.stage import Stage

pytestmark = pytest.mark.integration

FOLLOW_UP = registry.INTERVIEW_FOLLOW_UP.name
TRANSCRIBE = registry.SPEECH_TRANSCRIBE_ANSWER.name
TEXT = "I cut the latency by forty percent."


async def out_of_time(stage: Stage) -> str:
    """Let the server end the answer to the second question; returns its turn."""
    await stage.start()
    await stage.type("introduction")
    await stage.settle()
    turn = await stage.open()
    await stage.wait(3600)
    return turn


async def send_text(stage: Stage, turn: str, text: str = TEXT) -> None:
    await stage.post(f"/turns/{turn}/end", {"mode": "typed", "text": text, "reason": "time_limit"})


async def answer_of(stage: Stage, turn: str) -> Answer:
    async with stage.outlets.sessions() as session:
        return (await session.scalars(select(Answer).where(Answer.turn_id == UUID(turn)))).one()


async def words(stage: Stage, turn: str) -> list[str]:
    turns = (await stage.candidate.get(f"{stage.path}/transcript")).json()["turns"]
    return [piece["text"] for item in turns if item["turn_id"] == turn for piece in item["pieces"]]


@pytest.mark.parametrize("engine", [True, False], ids=["speech engine", "no speech engine"])
async def test_late_text_becomes_the_answer(stage: Stage, engine: bool) -> None:
    await stage.offer_engine(Capability.STT, Language.EN if engine else Language.KO)
    turn = await out_of_time(stage)
    assert (await answer_of(stage, turn)).mode is AnswerMode.SPOKEN
    for _ in range(2):
        await send_text(stage, turn)
    answer = await answer_of(stage, turn)
    assert (answer.mode, answer.end_reason, answer.typed_text) == (AnswerMode.TYPED, AnswerEndReason.TIME_LIMIT, TEXT)
    assert await words(stage, turn) == [TEXT]
    await send_text(stage, turn, "Another text.")
    assert await words(stage, turn) == [TEXT], "the first one counts"


async def test_late_text_is_rated(stage: Stage) -> None:
    turn = await out_of_time(stage)
    await stage.wait(4)
    await send_text(stage, turn)
    while (await stage.snapshot())["state"] in {"asking", "thinking"}:
        await stage.type("an answer")
        await stage.settle()
    assert (await stage.snapshot())["state"] == "reported"
    rated = [item.envelope.payload for item in stage.deliveries if item.name == registry.EVALUATION_RATE_ANSWER.name]
    assert TEXT in [piece["text"] for payload in rated for piece in payload["pieces"]]


async def test_speech_that_is_text_already_is_kept(stage: Stage) -> None:
    turn = await out_of_time(stage)
    await stage.chunk(turn, 0, 0, b"sound")
    await stage.post(f"/turns/{turn}/end", {"mode": "spoken", "parts": [{"part": 0, "chunks": 1}]})
    await stage.settle()
    await send_text(stage, turn)
    assert (await answer_of(stage, turn)).mode is AnswerMode.SPOKEN
    assert await words(stage, turn) == ["stored words"]


async def test_recording_that_arrives_minutes_later_is_transcribed(stage: Stage) -> None:
    turn = await out_of_time(stage)
    for _ in range(3):
        await stage.wait(31)
    assert (await stage.chunk(turn, 0, 0, b"sound")).status_code == 200
    await stage.post(f"/turns/{turn}/end", {"mode": "spoken", "parts": [{"part": 0, "chunks": 1}]})
    await stage.settle()
    assert TRANSCRIBE in [item.name for item in stage.deliveries]
    assert await words(stage, turn) == ["stored words"]
