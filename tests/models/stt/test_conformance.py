"""What every speech-to-text engine must do."""

import pytest

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.engines.stt.port import SttEngine, TranscribeRequest
from ai_worker.engines.stt.table import ENGINES
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, Language
from tests.support.models import engine as make
from tests.support.recordings import Samples, hiss, silence, speech, tone

pytestmark = pytest.mark.models


@pytest.fixture(scope="module", params=list(ENGINES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def engine(name: str) -> SttEngine:
    return make(ENGINES, name)


def heard(engine: SttEngine, samples: Samples, language: Language = Language.EN) -> str:
    return engine.transcribe(TranscribeRequest(samples=samples, language=language)).text


def test_it_names_itself(engine: SttEngine, name: str) -> None:
    info = engine.describe()
    assert (info.capability, info.name) == (Capability.STT, name)
    assert info.version


def test_spoken_words_are_found(engine: SttEngine) -> None:
    text = heard(engine, speech("The most difficult problem was the database."))
    assert {"most", "difficult", "problem", "the"} & set(text.lower().split())


def test_words_have_rising_times_within_the_sound(engine: SttEngine) -> None:
    samples = speech("We reduced the response time by half. The problem was the database.")
    words = engine.transcribe(TranscribeRequest(samples=samples, language=Language.EN)).words
    assert words
    assert all(word.text and " " not in word.text and 0 <= word.start_s < word.end_s for word in words)
    assert [word.start_s for word in words] == sorted(word.start_s for word in words)
    assert words[-1].end_s <= len(samples) / 16_000 + 0.1


@pytest.mark.parametrize(
    "samples",
    [
        silence(0),
        silence(0.01),
        silence(3),
        hiss(3, 30),
        hiss(3, 300),
        hiss(3, 3000),
        tone(3, 100, 3000),
        tone(3, 440, 3000),
        tone(3, 3000, 8000),
    ],
    ids=["nothing", "a few samples", "silence", "faint hiss", "hiss", "loud hiss", "hum", "tone", "whistle"],
)
def test_nothing_is_heard_where_nobody_speaks(engine: SttEngine, samples: Samples) -> None:
    assert heard(engine, samples) == ""


def test_the_same_sound_gives_the_same_words(engine: SttEngine) -> None:
    samples = speech("I led a team of four engineers.")
    first = heard(engine, samples)
    heard(engine, speech("Something else was said in between, and quite loudly."))
    assert heard(engine, samples) == first


def test_a_language_that_it_does_not_know_is_an_error(engine: SttEngine, name: str) -> None:
    for language in set(Language) - set(ENGINES[name].languages):
        with pytest.raises(EngineError) as caught:
            heard(engine, speech("안녕하세요", Language.KO), language)
        assert caught.value.code is ErrorCode.LANGUAGE_UNSUPPORTED
        assert not caught.value.retryable


def test_a_deadline_that_has_passed_ends_it(engine: SttEngine) -> None:
    request = TranscribeRequest(samples=speech("Hello."), language=Language.EN, deadline=Deadline.after(-1))
    with pytest.raises(EngineError) as caught:
        engine.transcribe(request)
    assert caught.value.code is ErrorCode.ENGINE_TIMEOUT
