"""What every speech-to-text engine must do."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, SttEngine, TranscribeRequest, Word
from ai_worker.engines.stt.table import ENGINES
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, EngineQuality, Language
from tests.models.stt.rows import WITHOUT_MEANING, configured, stt_engine
from tests.support.noises import noises
from tests.support.recordings import Samples, silence, speech
from tests.support.tiny_models import whisper
from tests.support.transcription_server import TranscriptionServer, transcription_server

pytestmark = pytest.mark.models

STEADY = {
    *("nothing", "a few samples", "silence", "faint hiss", "hiss", "loud hiss"),
    *("hum", "tone", "whistle"),
}
"""Noises that even a recogniser of demonstration quality takes for none."""


@pytest.fixture(scope="module", params=list(ENGINES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TranscriptionServer]:
    with transcription_server(whisper.make(tmp_path_factory.mktemp("served") / "tiny")) as server:
        yield server


@pytest.fixture(scope="module")
def engine(name: str, server: TranscriptionServer, tmp_path_factory: pytest.TempPathFactory) -> SttEngine:
    made = stt_engine(name, tmp_path_factory.mktemp("models"), server)
    made.load()
    return made


@pytest.fixture(scope="module")
def languages(name: str) -> tuple[Language, ...]:
    return ENGINES[name].languages_here(configured(Path("none")))


def words(engine: SttEngine, samples: Samples, language: Language = Language.EN) -> tuple[Word, ...]:
    return engine.transcribe(TranscribeRequest(samples=samples, language=language)).words


def heard(engine: SttEngine, samples: Samples, language: Language = Language.EN) -> str:
    return engine.transcribe(TranscribeRequest(samples=samples, language=language)).text


def seconds(samples: Samples) -> float:
    return len(samples) / SAMPLE_RATE_HZ


def in_order(found: tuple[Word, ...], within_s: float) -> bool:
    """Tell whether words are single ones, with rising times inside the sound."""
    single = all(word.text and not word.text.split()[1:] and 0 <= word.start_s < word.end_s for word in found)
    rising = all(before.start_s <= after.start_s for before, after in pairwise(found))
    return single and rising and found[-1].end_s <= within_s + 0.1


def test_it_names_itself(engine: SttEngine, name: str) -> None:
    info = engine.describe()
    assert (info.capability, info.name) == (Capability.STT, name)
    assert info.version
    assert info.model


def test_spoken_words_are_found(engine: SttEngine, name: str) -> None:
    text = heard(engine, speech("The most difficult problem was the database."))
    assert text
    if name not in WITHOUT_MEANING:
        assert {"most", "difficult", "problem", "the"} & set(text.lower().split())


def test_words_have_rising_times_within_the_sound(engine: SttEngine, languages: tuple[Language, ...]) -> None:
    for language in languages:
        samples = speech("We reduced the response time by half. The problem was the database.")
        found = words(engine, samples, language)
        assert found
        assert in_order(found, seconds(samples))


def test_a_short_word_is_heard(engine: SttEngine, languages: tuple[Language, ...]) -> None:
    for language in languages:
        spoken = speech({Language.KO: "네.", Language.EN: "Yes."}[language], language)
        assert heard(engine, np.concatenate([silence(0.5), spoken, silence(0.5)]), language)


def test_a_long_answer_is_heard_from_its_beginning_to_its_end(engine: SttEngine) -> None:
    sentence = speech("I led a team of four engineers, and we shipped the product in time.")
    samples = np.concatenate([silence(2), *(part for _ in range(6) for part in (sentence, silence(1.5)))])
    assert seconds(samples) > 30
    found = words(engine, samples)
    assert in_order(found, seconds(samples))
    gaps = pairwise([0.0, *(word.start_s for word in found), seconds(samples)])
    assert max(after - before for before, after in gaps) < 30


def test_words_stand_where_somebody_speaks(engine: SttEngine) -> None:
    spoken = speech("The most difficult problem was the database.")
    samples = np.concatenate([silence(4), spoken, silence(9), spoken, silence(4)])
    second = 13 + seconds(spoken)
    places = [(3.4, 4.6 + seconds(spoken)), (second - 0.6, second + 0.6 + seconds(spoken))]
    found = words(engine, samples)
    assert found
    for word in found:
        assert any(start <= word.start_s and word.end_s <= end for start, end in places)


@pytest.mark.parametrize("sound", list(noises()))
def test_nothing_is_heard_where_nobody_speaks(
    engine: SttEngine, name: str, languages: tuple[Language, ...], sound: str
) -> None:
    if ENGINES[name].quality is EngineQuality.DEMO and sound not in STEADY:
        pytest.skip("an engine of demonstration quality tells speech from steady noises only")
    for language in languages:
        assert heard(engine, noises()[sound], language) == ""


def test_the_same_sound_gives_the_same_words(engine: SttEngine) -> None:
    samples = speech("I led a team of four engineers.")
    first = words(engine, samples)
    heard(engine, speech("Something else was said in between, and quite loudly."))
    assert words(engine, samples) == first


def test_it_writes_in_the_language_that_it_is_told(engine: SttEngine, languages: tuple[Language, ...]) -> None:
    if Language.KO not in languages:
        pytest.skip("it knows English only")
    samples = speech("데이터베이스가 가장 어려웠습니다.", Language.KO)
    assert any("가" <= letter <= "힣" for letter in heard(engine, samples, Language.KO))
    assert not any("가" <= letter <= "힣" for letter in heard(engine, samples, Language.EN))


def test_a_language_that_it_does_not_know_is_an_error(engine: SttEngine, languages: tuple[Language, ...]) -> None:
    for language in set(Language) - set(languages):
        with pytest.raises(EngineError) as caught:
            heard(engine, speech("안녕하세요", Language.KO), language)
        assert caught.value.code is ErrorCode.LANGUAGE_UNSUPPORTED
        assert not caught.value.retryable


def test_a_deadline_that_has_passed_ends_it(engine: SttEngine) -> None:
    request = TranscribeRequest(samples=speech("Hello."), language=Language.EN, deadline=Deadline.after(-1))
    with pytest.raises(EngineError) as caught:
        engine.transcribe(request)
    assert caught.value.code is ErrorCode.ENGINE_TIMEOUT
