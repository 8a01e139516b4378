"""Korean interviews are spoken where a worker has an engine that knows Korean, and typed where none has."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from interview_contracts import registry
from interview_contracts.engines import EngineInfo, EngineStatus
from interview_contracts.payloads.common import TimedText
from interview_contracts.payloads.speech import TranscribeAnswerResult
from interview_contracts.reports import EnginesReport, Report
from interview_contracts.vocabulary import Capability, EngineQuality, Language
from tests.support.core import Api
from tests.support.stage import Stage, on_stage

pytestmark = pytest.mark.integration

TRANSCRIBE = registry.SPEECH_TRANSCRIBE_ANSWER.name
ANSWER = "색인을 추가해서 응답 시간을 절반으로 줄였습니다."


@pytest.fixture
async def stage(api: Api) -> AsyncIterator[Stage]:
    """A Korean interview."""
    async with on_stage(api, language=Language.KO) as stage:
        yield stage


async def reported(stage: Stage, name: str, quality: EngineQuality, *languages: Language, device: str = "cpu") -> None:
    """Let a worker process report the speech engine that it uses."""
    engine = EngineInfo(capability=Capability.STT, name=name, version="1", quality=quality, device=device)
    status = EngineStatus(engine=engine, languages=languages)
    await stage.report(Report(body=EnginesReport(worker="cpu@host", engines=(status,), at=datetime.now(UTC))))


async def spoken(stage: Stage) -> str:
    """Speak the answer to the second question; returns its turn."""
    await stage.start()
    await stage.type("안녕하세요")
    await stage.settle()
    turn = await stage.open()
    await stage.chunk(turn, 0, 0, b"sound")
    parts = [{"part": 0, "chunks": 1}]
    await stage.post(f"/turns/{turn}/end", {"mode": "spoken", "reason": "silence", "parts": parts})
    await stage.settle()
    return turn


async def transcript(stage: Stage, turn: str) -> tuple[str, str]:
    turns = (await stage.candidate.get(f"{stage.path}/transcript")).json()["turns"]
    found = next(item for item in turns if item["turn_id"] == turn)
    return found["transcript_state"], " ".join(piece["text"] for piece in found["pieces"])


async def test_a_spoken_korean_answer_becomes_text_with_an_engine_that_knows_korean(stage: Stage) -> None:
    await reported(stage, "faster_whisper", EngineQuality.PRODUCTION, Language.KO, Language.EN, device="cuda:0")
    stage.scripts[TRANSCRIBE] = lambda _: TranscribeAnswerResult(pieces=(TimedText(text=ANSWER, start_s=0.4),))
    turn = await spoken(stage)
    stt = (await stage.snapshot())["capabilities"]["stt"]
    assert stt == {"available": True, "engine": "faster_whisper", "quality": "production"}
    (asked,) = [delivery.envelope.payload for delivery in stage.deliveries if delivery.name == TRANSCRIBE]
    assert asked["language"] == "ko"
    assert await transcript(stage, turn) == ("ready", ANSWER)


async def test_it_is_left_to_a_person_where_the_engine_knows_english_only(stage: Stage) -> None:
    await reported(stage, "pocketsphinx", EngineQuality.DEMO, Language.EN)
    turn = await spoken(stage)
    assert (await stage.snapshot())["capabilities"]["stt"]["available"] is False
    assert await transcript(stage, turn) == ("unavailable", "")


async def test_a_worker_that_finds_a_model_opens_korean_to_speech(stage: Stage) -> None:
    await reported(stage, "pocketsphinx", EngineQuality.DEMO, Language.EN)
    await stage.start()
    assert (await stage.snapshot())["capabilities"]["stt"]["available"] is False
    await reported(stage, "faster_whisper", EngineQuality.BASIC, Language.KO, Language.EN)
    stt = (await stage.snapshot())["capabilities"]["stt"]
    assert stt == {"available": True, "engine": "faster_whisper", "quality": "basic"}
