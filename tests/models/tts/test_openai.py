"""The voice of a speech server, over real HTTP: what is asked, what is understood, and everything that goes wrong."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.engines.tts.port import SpeakRequest, Speech, TtsEngine
from ai_worker.engines.tts.table import ENGINES
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Language
from tests.models.tts.rows import configured
from tests.support.speech_server import Fault, SpeechServer, of_unknown_size, speech_server, wav

pytestmark = pytest.mark.models

ROW = ENGINES["openai"]
TEXT = "Hello. What did you measure first?"


@pytest.fixture
def server() -> Iterator[SpeechServer]:
    with speech_server() as server:
        yield server


def engine(server: SpeechServer, **options: str) -> TtsEngine:
    return ROW.create(configured(Path("none"), tts_url=server.url, **options))


def spoken(engine: TtsEngine, language: Language = Language.EN, seconds: float = 60.0) -> Speech:
    return engine.synthesize(SpeakRequest(text=TEXT, language=language, deadline=Deadline.after(seconds)))


def code_of(work: Callable[[], object]) -> ErrorCode:
    with pytest.raises(EngineError) as caught:
        work()
    return caught.value.code


def test_without_an_address_it_is_missed(server: SpeechServer) -> None:
    assert "TTS_URL" in ROW.missing(configured(Path("none")))
    assert ROW.missing(configured(Path("none"), tts_url=server.url)) == ""


def test_it_asks_for_the_configured_voice_of_the_language(server: SpeechServer) -> None:
    voice = engine(server, tts_model="speech-1", tts_voice_ko="hana", tts_voice_en="emma", tts_api_key="key")
    spoken(voice)
    spoken(voice, Language.KO)
    wanted = {"input": TEXT, "model": "speech-1", "response_format": "wav"}
    assert server.requests == [{**wanted, "voice": "emma"}, {**wanted, "voice": "hana"}]
    assert server.keys == ["Bearer key"] * 2
    assert voice.describe().model == "speech-1 (ko hana, en emma)"
    assert voice.describe().device == "remote"


def test_what_is_not_configured_is_left_to_the_server(server: SpeechServer) -> None:
    spoken(engine(server))
    assert server.requests == [{"input": TEXT, "response_format": "wav"}]


def stereo(speech: Speech) -> bytes:
    file = bytearray(wav(Speech(samples=np.repeat(speech.samples, 2), sample_rate_hz=speech.sample_rate_hz)))
    file[22] = 2
    return bytes(file)


def test_every_way_to_send_sound_gives_the_same(server: SpeechServer) -> None:
    speech = server.speak(TEXT)
    pcm = "audio/pcm; rate=22050"
    for fault in (
        Fault(),
        Fault(body=of_unknown_size(wav(speech))),
        Fault(body=stereo(speech)),
        Fault(body=speech.samples.tobytes(), content_type=pcm),
    ):
        server.faults.append(fault)
        heard = spoken(engine(server))
        assert heard.sample_rate_hz == speech.sample_rate_hz
        assert heard.samples.tobytes() == spoken(engine(server)).samples.tobytes()


@pytest.mark.parametrize(
    "fault",
    [Fault(status=500), Fault(status=429), Fault(status=503), Fault(cut_after=100), Fault(body=b"RIFF")],
    ids=["500", "429", "503", "cut", "no sound"],
)
def test_one_failure_is_tried_again(server: SpeechServer, fault: Fault) -> None:
    server.faults.append(fault)
    assert spoken(engine(server)).duration_s > 1
    assert len(server.requests) == 2


HEADER = b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x22\x56\x00\x00\x44\xac\x00\x00\x02\x00\x10\x00"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault(status=500), ErrorCode.ENGINE_FAILED),
        (Fault(status=400), ErrorCode.ENGINE_FAILED),
        (Fault(status=401), ErrorCode.ENGINE_UNAVAILABLE),
        (Fault(status=404), ErrorCode.ENGINE_UNAVAILABLE),
        (Fault(cut_after=1000), ErrorCode.ENGINE_UNAVAILABLE),
        (Fault(body=b""), ErrorCode.ENGINE_OUTPUT_INVALID),
        (Fault(body=b"<html>busy</html>", content_type="text/html"), ErrorCode.ENGINE_OUTPUT_INVALID),
        (Fault(body=b"ID3\x04mp3", content_type="audio/mpeg"), ErrorCode.ENGINE_OUTPUT_INVALID),
        (Fault(body=HEADER + b"data\x00\x00\x01\x00" + bytes(100)), ErrorCode.ENGINE_OUTPUT_INVALID),
        (Fault(body=HEADER + b"data\x64\x00\x00\x00" + bytes(100)), ErrorCode.ENGINE_FAILED),
        (Fault(body=bytes(101), content_type="audio/pcm"), ErrorCode.ENGINE_OUTPUT_INVALID),
        (Fault(endless=True), ErrorCode.ENGINE_OUTPUT_INVALID),
    ],
    ids=["500", "400", "401", "404", "cut", "empty", "html", "mp3", "truncated", "silent", "odd", "huge"],
)
def test_what_is_no_speech_is_an_error(server: SpeechServer, fault: Fault, code: ErrorCode) -> None:
    server.faults += [fault] * 3
    assert code_of(lambda: spoken(engine(server))) is code


@pytest.mark.parametrize("fault", [Fault(hangs=True), Fault(drips=True)], ids=["hangs", "drips"])
def test_a_server_that_never_ends_costs_the_deadline_and_no_more(server: SpeechServer, fault: Fault) -> None:
    server.faults += [fault] * 3
    assert code_of(lambda: spoken(engine(server), seconds=0.5)) is ErrorCode.ENGINE_TIMEOUT


def test_a_server_that_is_away_is_unavailable() -> None:
    with speech_server() as server:
        voice = engine(server)
    assert code_of(lambda: spoken(voice)) is ErrorCode.ENGINE_UNAVAILABLE
