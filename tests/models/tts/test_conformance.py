"""What every text-to-speech engine must do."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.engines.tts.port import SpeakRequest, Speech, TtsEngine
from ai_worker.engines.tts.table import ENGINES
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, Language
from tests.models.tts.rows import tts_engine
from tests.support.speech_server import SpeechServer, speech_server

pytestmark = pytest.mark.models

TEXTS = {
    Language.KO: "안녕하세요. 오늘 면접에 와 주셔서 감사합니다. React와 API를 쓴 경험을 3가지 말씀해 주세요.",
    Language.EN: "Hello, and thank you for coming. Please tell me about a project of 2024 that you are proud of.",
}


@pytest.fixture(scope="module", params=list(ENGINES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def server() -> Iterator[SpeechServer]:
    with speech_server() as server:
        yield server


@pytest.fixture(scope="module")
def engine(name: str, server: SpeechServer, tmp_path_factory: pytest.TempPathFactory) -> TtsEngine:
    made = tts_engine(name, tmp_path_factory.mktemp("models"), server)
    made.load()
    return made


def spoken(engine: TtsEngine, text: str, language: Language) -> Speech:
    return engine.synthesize(SpeakRequest(text=text, language=language))


def test_it_names_itself(engine: TtsEngine, name: str) -> None:
    info = engine.describe()
    assert (info.capability, info.name) == (Capability.TTS, name)
    assert info.version
    assert info.model
    assert info.quality is ENGINES[name].quality


@pytest.mark.parametrize("language", list(Language))
def test_it_speaks_at_an_unhurried_pace(engine: TtsEngine, language: Language) -> None:
    speech = spoken(engine, TEXTS[language], language)
    assert speech.sample_rate_hz >= 16_000
    assert speech.samples.dtype == np.int16
    assert 4 < speech.duration_s < 20


@pytest.mark.parametrize("language", list(Language))
def test_it_is_neither_clipped_nor_faint(engine: TtsEngine, language: Language) -> None:
    samples = spoken(engine, TEXTS[language], language).samples.astype(np.float64)
    assert 4000 < np.abs(samples).max() < 32_000
    assert np.sqrt(np.mean(samples**2)) > 500


def test_sentences_are_apart(engine: TtsEngine) -> None:
    speech = spoken(engine, "This is one. This is two.", Language.EN)
    quiet = np.abs(speech.samples.astype(np.int32)) < 30
    edges = np.flatnonzero(np.diff(np.concatenate(([0], quiet.astype(np.int8), [0]))))
    longest = max(end - start for start, end in edges.reshape(-1, 2)[1:-1])
    assert longest / speech.sample_rate_hz >= 0.25


def test_the_same_text_gives_the_same_sound_also_from_threads(engine: TtsEngine) -> None:
    wanted = {language: spoken(engine, text, language).samples.tobytes() for language, text in TEXTS.items()}
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda language: (language, spoken(engine, TEXTS[language], language)), [*Language] * 6))
    assert all(speech.samples.tobytes() == wanted[language] for language, speech in found)


@pytest.mark.parametrize("language", list(Language))
def test_marks_are_not_spelled_out(engine: TtsEngine, language: Language) -> None:
    plain = "시스템 질문 말씀해 주세요." if language is Language.KO else "System question please answer."
    marked = plain.replace("질문", "[질문]").replace("question", "[question]")
    assert spoken(engine, marked, language).samples.tobytes() == spoken(engine, plain, language).samples.tobytes()


def test_a_text_without_words_is_an_error(engine: TtsEngine) -> None:
    with pytest.raises(EngineError):
        spoken(engine, " []\u200b ", Language.EN)


@pytest.mark.parametrize("language", list(Language))
def test_long_texts_numbers_and_foreign_words_are_spoken_whole(engine: TtsEngine, language: Language) -> None:
    part = (
        "1인당 2,500원씩 100% 늘어난 Kubernetes 비용을 " if language is Language.KO else "cost of 2,500 won per 100% "
    )
    text = (part * 40)[:990] + "?"
    longer, shorter = spoken(engine, text, language), spoken(engine, text[:495], language)
    assert 1.5 < longer.duration_s / shorter.duration_s < 3


def test_a_deadline_that_has_passed_ends_it(engine: TtsEngine) -> None:
    with pytest.raises(EngineError) as caught:
        engine.synthesize(SpeakRequest(text=TEXTS[Language.EN], language=Language.EN, deadline=Deadline.after(0)))
    assert caught.value.code is ErrorCode.ENGINE_TIMEOUT
