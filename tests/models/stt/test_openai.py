"""Speech to text by a server in a process of its own: what it is asked, what is believed, what goes wrong."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, SttEngine, TranscribeRequest, Word
from ai_worker.engines.stt.table import ENGINES
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Language
from tests.models.stt.rows import configured
from tests.support.noises import breath
from tests.support.recordings import Samples, silence, speech
from tests.support.tiny_models import whisper
from tests.support.transcription_server import KEY, TEXT, TranscriptionServer, transcription_server

pytestmark = pytest.mark.models

ROW = ENGINES["openai"]
WITHIN_S = 30
NOWHERE = Path("none")
SPOKEN = speech("We cut the load time by half.")
SOUND = np.concatenate([silence(3), SPOKEN, silence(2)])
SPEECH_S = (2.5, 3.5 + len(SPOKEN) / SAMPLE_RATE_HZ)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TranscriptionServer]:
    with transcription_server(whisper.make(tmp_path_factory.mktemp("served") / "tiny")) as server:
        yield server


def engine(server: TranscriptionServer, model: str, **options: object) -> SttEngine:
    return ROW.create(configured(NOWHERE, stt_url=server.url, stt_model=model, **options))


def words(
    engine: SttEngine, samples: Samples = SOUND, language: Language = Language.EN, seconds: float = 60.0
) -> tuple[Word, ...]:
    request = TranscribeRequest(samples=samples, language=language, deadline=Deadline.after(seconds))
    return engine.transcribe(request).words


def text(found: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in found)


def refusal(work: Callable[[], object]) -> ErrorCode:
    with pytest.raises(EngineError) as caught:
        work()
    assert str(caught.value) == caught.value.code.value
    return caught.value.code


def within_speech(found: tuple[Word, ...]) -> bool:
    return all(SPEECH_S[0] <= word.start_s < word.end_s <= SPEECH_S[1] for word in found)


def test_without_an_address_it_is_missed(server: TranscriptionServer) -> None:
    assert "STT_URL" in ROW.missing(configured(NOWHERE))
    assert ROW.missing(configured(NOWHERE, stt_url=server.url)) == ""


def test_it_sends_speech_alone_and_names_language_and_model(server: TranscriptionServer) -> None:
    whole = engine(server, "says-it-all")
    assert text(words(whole)) == TEXT
    words(whole, language=Language.KO)
    english, korean = server.requests("says-it-all")
    assert english.pop("seconds") == pytest.approx(len(SPOKEN) / SAMPLE_RATE_HZ, abs=0.5)
    assert english == {
        "model": ["says-it-all"],
        "language": ["en"],
        "response_format": ["verbose_json"],
        "temperature": ["0.0"],
        "timestamp_granularities[]": ["word", "segment"],
    }
    assert korean["language"] == ["ko"]
    assert (whole.describe().model, whole.describe().device) == ("says-it-all", "remote")


def test_without_a_model_the_server_takes_its_own(server: TranscriptionServer) -> None:
    own = engine(server, "")
    assert text(words(own)) == TEXT
    assert "model" not in server.requests("default")[-1]
    assert own.describe().model == "default"


def test_it_shows_its_key(server: TranscriptionServer) -> None:
    assert text(words(engine(server, "wants-a-key", stt_api_key=KEY))) == TEXT
    assert refusal(lambda: words(engine(server, "wants-a-key"))) is ErrorCode.ENGINE_UNAVAILABLE


def test_the_server_is_not_asked_about_sound_without_speech(server: TranscriptionServer) -> None:
    quiet = engine(server, "is-never-asked")
    for samples in (silence(3), breath(6, 1500)):
        assert words(quiet, samples) == ()
    assert server.requests("is-never-asked") == []


def test_ten_short_phrases_are_one_request(server: TranscriptionServer) -> None:
    phrase = speech("I did.")
    samples = np.concatenate([part for _ in range(10) for part in (phrase, silence(6))])
    words(engine(server, "counts"), samples)
    (request,) = server.requests("counts")
    assert request["seconds"] < 28


def test_a_long_answer_is_several_requests_and_times_go_on(server: TranscriptionServer) -> None:
    samples = np.concatenate([SPOKEN] * 20)
    found = words(engine(server, "goes-on"), samples)
    assert len(server.requests("goes-on")) > 1
    assert [word.start_s for word in found] == sorted(word.start_s for word in found)
    assert found[-1].end_s > 30


@pytest.mark.parametrize(
    "model",
    [
        "says-it-all",
        "tells-no-words",
        "tells-text-only",
        "mixes-times-up",
        "is-not-a-number",
        "is-beyond-the-sound",
        "leaves-words-out",
        "knows-text-only",
        "times-no-words",
        "fails-once",
        "is-busy-once",
    ],
)
def test_words_stand_where_somebody_speaks_whatever_the_server_tells(server: TranscriptionServer, model: str) -> None:
    found = words(engine(server, model))
    assert text(found) == TEXT
    assert within_speech(found)
    assert [word.start_s for word in found] == sorted(word.start_s for word in found)


@pytest.mark.parametrize(("model", "forms"), [("knows-text-only", 3), ("times-no-words", 2)])
def test_what_a_server_does_not_know_it_is_asked_once(server: TranscriptionServer, model: str, forms: int) -> None:
    before = len(server.requests(model))
    simple = engine(server, model)
    words(simple)
    words(simple)
    assert len(server.requests(model)) - before == forms + 1


@pytest.mark.parametrize("model", ["ends-a-video-ko", "ends-a-video-en"])
@pytest.mark.parametrize("language", list(Language))
def test_a_made_up_ending_is_not_believed(server: TranscriptionServer, model: str, language: Language) -> None:
    assert words(engine(server, model), language=language) == ()


def test_a_loop_is_said_once(server: TranscriptionServer) -> None:
    found = words(engine(server, "loops"))
    assert text(found) == TEXT


@pytest.mark.parametrize(
    ("model", "code"),
    [
        ("refuses", ErrorCode.ENGINE_FAILED),
        ("denies", ErrorCode.ENGINE_UNAVAILABLE),
        ("does-not-know", ErrorCode.ENGINE_UNAVAILABLE),
        ("fails", ErrorCode.ENGINE_FAILED),
        ("is-busy", ErrorCode.ENGINE_FAILED),
        ("sends-a-page", ErrorCode.ENGINE_OUTPUT_INVALID),
        ("is-truncated", ErrorCode.ENGINE_OUTPUT_INVALID),
        ("nests", ErrorCode.ENGINE_OUTPUT_INVALID),
        ("babbles", ErrorCode.ENGINE_OUTPUT_INVALID),
        ("has-no-text", ErrorCode.ENGINE_OUTPUT_INVALID),
        ("has-a-null", ErrorCode.ENGINE_OUTPUT_INVALID),
        ("is-a-list", ErrorCode.ENGINE_OUTPUT_INVALID),
        ("never-ends", ErrorCode.ENGINE_OUTPUT_INVALID),
        ("breaks-off", ErrorCode.ENGINE_UNAVAILABLE),
    ],
)
def test_what_goes_wrong_is_an_error_of_the_engine(server: TranscriptionServer, model: str, code: ErrorCode) -> None:
    assert refusal(lambda: words(engine(server, model))) is code


@pytest.mark.parametrize("model", ["hangs", "drips"])
def test_a_server_that_hangs_costs_the_deadline_and_no_more(server: TranscriptionServer, model: str) -> None:
    codes: list[ErrorCode] = []
    asking = Thread(
        target=lambda: codes.append(refusal(lambda: words(engine(server, model), seconds=1.0))), daemon=True
    )
    asking.start()
    asking.join(WITHIN_S)
    assert codes == [ErrorCode.ENGINE_TIMEOUT]


def test_a_server_that_is_gone_is_unavailable(tmp_path: Path) -> None:
    with transcription_server(tmp_path) as server:
        client = engine(server, "says-it-all")
        assert text(words(client)) == TEXT
        server.kill()
        assert refusal(lambda: words(client)) is ErrorCode.ENGINE_UNAVAILABLE
