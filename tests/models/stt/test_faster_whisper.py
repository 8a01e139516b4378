"""Whisper by faster-whisper: files that are broken, machines that lack something, and what one call costs."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from ai_worker import hardware as hardware_module
from ai_worker.engines.base import Deadline, EngineConfig, EngineError
from ai_worker.engines.stt.faster_whisper import FasterWhisperEngine, decode
from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, Samples, TranscribeRequest
from ai_worker.engines.stt.regions import regions
from ai_worker.engines.stt.table import ENGINES
from ai_worker.engines.stt.whisper_loading import load, plan
from ai_worker.engines.stt.windows import windows
from ai_worker.hardware import Gpu, Hardware
from ai_worker.model_files.manifest import FetchedFile, Manifest, digest_of, write_manifest
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import EngineQuality, Language
from tests.models.stt.rows import configured, with_tiny_model
from tests.support.recordings import silence, speech

pytestmark = pytest.mark.models

ROW = ENGINES["faster_whisper"]
SENTENCE = "The most difficult problem was the database."
MODEL = Path("stt/tiny")
WITHOUT_GPU = Hardware(cores=2, memory_mb=16_000)
WITH_GPU = Hardware(cores=2, memory_mb=16_000, gpus=(Gpu(0, "a GPU", 24_000, 20_000),))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder that holds a tiny model; not to be written to."""
    return with_tiny_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def own(tiny: Path, tmp_path: Path) -> Path:
    """A copy of the models folder for one test."""
    return Path(shutil.copytree(tiny, tmp_path / "models"))


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder that holds an English-only model."""
    return with_tiny_model(tmp_path_factory.mktemp("english"), "tiny.en")


def config(folder: Path, **options: object) -> EngineConfig:
    return configured(folder, whisper_threads=1, **options)


def heard(engine: FasterWhisperEngine, samples: Samples, language: Language = Language.EN) -> str:
    return engine.transcribe(TranscribeRequest(samples=samples, language=language)).text


def refusal(work: Callable[[], object]) -> tuple[ErrorCode, bool]:
    with pytest.raises(EngineError) as caught:
        work()
    assert str(caught.value) == caught.value.code.value
    assert caught.value.__cause__ is None
    return caught.value.code, caught.value.retryable


def test_it_says_what_it_is_before_and_after_it_is_loaded(tiny: Path) -> None:
    engine = FasterWhisperEngine(config(tiny))
    before = engine.describe()
    assert (before.model, before.device) == ("tiny (int8)", "cpu (1 thread)")
    assert before.quality is EngineQuality.BASIC
    engine.load()
    assert engine.describe() == before


def test_without_a_model_it_is_missed(tmp_path: Path) -> None:
    assert "no Whisper model" in ROW.missing(configured(tmp_path))
    assert ROW.files(configured(tmp_path)) == ()
    assert ROW.remark(configured(tmp_path)) == ""
    assert "large" in ROW.missing(configured(tmp_path, whisper_model="large"))
    assert "WHISPER_MODEL" in ROW.missing(configured(tmp_path, whisper_model="../elsewhere"))
    assert refusal(lambda: FasterWhisperEngine(configured(tmp_path))) == (ErrorCode.ENGINE_UNAVAILABLE, False)


def test_its_row_names_the_files_that_it_would_load(tiny: Path) -> None:
    needed = {"model.bin", "config.json", "tokenizer.json", "vocabulary.json", "preprocessor_config.json"}
    assert set(ROW.files(config(tiny))) == {f"stt/tiny/{name}" for name in needed}
    assert ROW.missing(config(tiny)) == ""
    assert "small one" in ROW.remark(config(tiny))


def cut(folder: Path) -> None:
    model = folder / "model.bin"
    model.write_bytes(model.read_bytes()[: model.stat().st_size // 2])


def put(name: str, content: bytes) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / name).write_bytes(content)

    return write


BROKEN: dict[str, Callable[[Path], None]] = {
    "half a model": cut,
    "noise for a model": put("model.bin", np.random.default_rng(5).bytes(5000)),
    "a page for a model": put("model.bin", b"<html>Sign in to download</html>"),
    "zeros for a model": put("model.bin", bytes(5000)),
    "half a tokenizer": put("tokenizer.json", b'{"version": "1.0", "model": {'),
    "half a vocabulary": put("vocabulary.json", b'["a", "b'),
    "a list for a configuration": put("config.json", b"[1, 2]"),
    "texts for numbers": put("config.json", b'{"suppress_ids": ["a"], "alignment_heads": [[0, 0]]}'),
    "no attention to time words by": put("config.json", b"{}"),
}


@pytest.mark.parametrize("what", list(BROKEN))
def test_a_broken_file_makes_it_unavailable(own: Path, what: str) -> None:
    BROKEN[what](own / MODEL)
    assert ROW.missing(config(own)) == ""
    assert refusal(FasterWhisperEngine(config(own)).load) == (ErrorCode.ENGINE_UNAVAILABLE, False)


@pytest.mark.parametrize("name", ["tokenizer.json", "vocabulary.json"])
def test_files_of_another_model_make_it_unavailable(own: Path, english: Path, name: str) -> None:
    shutil.copyfile(english / "stt" / "tiny.en" / name, own / MODEL / name)
    assert refusal(FasterWhisperEngine(config(own)).load) == (ErrorCode.ENGINE_UNAVAILABLE, False)


def test_a_folder_without_the_tokenizer_is_no_model_and_nothing_is_fetched(own: Path) -> None:
    (own / MODEL / "tokenizer.json").unlink()
    assert "tokenizer.json" in ROW.missing(config(own))
    assert "stt/tiny/tokenizer.json" in ROW.files(config(own))


def fetched(folder: Path) -> None:
    """Note the files of a models folder as fetched."""
    files = {
        f"{MODEL}/{file.name}": FetchedFile(size=file.stat().st_size, sha256=digest_of(file))
        for file in (folder / MODEL).iterdir()
    }
    write_manifest(folder, Manifest(files=files))


def test_a_fetched_file_of_the_wrong_size_is_seen_without_reading_it(own: Path) -> None:
    fetched(own)
    assert ROW.missing(config(own)) == ""
    cut(own / MODEL)
    assert "damaged" in ROW.missing(config(own))


def test_a_fetched_file_with_other_bytes_is_not_loaded(own: Path) -> None:
    fetched(own)
    model = own / MODEL / "model.bin"
    content = bytearray(model.read_bytes())
    content[-1] ^= 1
    model.write_bytes(content)
    assert ROW.missing(config(own)) == ""
    assert refusal(FasterWhisperEngine(config(own)).load) == (ErrorCode.ENGINE_UNAVAILABLE, False)


def test_files_that_are_swapped_while_it_runs_do_not_touch_it(own: Path) -> None:
    engine = FasterWhisperEngine(config(own))
    engine.load()
    first = heard(engine, speech(SENTENCE))
    for name, content in (("model.bin", b"gone"), ("tokenizer.json", b"{"), ("vocabulary.json", b"")):
        (own / MODEL / name).write_bytes(content)
    assert heard(engine, speech(SENTENCE)) == first


def test_windows_together_give_what_they_give_alone(tiny: Path) -> None:
    sounds = [speech(text) for text in (SENTENCE, "We reduced the response time by half.", "I led a team of four.")]
    samples = np.concatenate([part for sound in sounds for part in (sound, silence(20))])
    alone = [window for region in regions(samples) for window in windows(samples, [region])]
    assert len(alone) == 3
    loaded = load(config(tiny), plan(config(tiny), WITHOUT_GPU), WITHOUT_GPU)
    one_by_one = [decode(loaded, samples, [window], Language.KO)[0] for window in alone]
    together = decode(loaded, samples, alone, Language.KO)
    for heard, single in zip(together, one_by_one, strict=True):
        assert heard.words
        assert [word.text for word in heard.words] == [word.text for word in single.words]
        assert [word.start_s for word in heard.words] == pytest.approx(
            [word.start_s for word in single.words], abs=0.01
        )


def test_two_processes_hear_the_same(tiny: Path) -> None:
    first, second = FasterWhisperEngine(config(tiny)), FasterWhisperEngine(config(tiny))
    assert heard(first, speech(SENTENCE)) == heard(second, speech(SENTENCE))


def test_a_model_without_its_preprocessors_file_works(own: Path) -> None:
    (own / MODEL / "preprocessor_config.json").unlink()
    assert heard(FasterWhisperEngine(config(own)), speech(SENTENCE))


def test_an_english_only_model_says_so_and_is_passed_over_for_one_that_knows_korean(english: Path) -> None:
    assert ROW.languages_here(config(english)) == (Language.EN,)
    engine = FasterWhisperEngine(config(english))
    assert heard(engine, speech(SENTENCE))
    assert refusal(lambda: heard(engine, speech("안녕하세요", Language.KO), Language.KO)) == (
        ErrorCode.LANGUAGE_UNSUPPORTED,
        False,
    )


def test_a_vocabulary_without_the_empty_string_is_english_only(own: Path) -> None:
    vocabulary = own / MODEL / "vocabulary.json"
    tokens = json.loads(vocabulary.read_text(encoding="utf-8"))
    vocabulary.write_text(json.dumps([token or "<|nothing|>" for token in tokens]), encoding="utf-8")
    assert ROW.languages_here(config(own)) == (Language.EN,)


def test_a_gpu_that_cannot_be_used_leaves_the_processor(tiny: Path) -> None:
    engine = FasterWhisperEngine(config(tiny), WITH_GPU)
    assert (engine.describe().device, engine.describe().model) == ("cuda:0", "tiny (float16)")
    assert heard(engine, speech(SENTENCE))
    assert (engine.describe().device, engine.describe().model) == ("cpu (1 thread)", "tiny (int8)")


def test_each_load_is_planned_with_what_is_free_on_the_gpu_then(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    devices = []
    for free_mb in (20_000, 100):
        found = (Gpu(0, "a GPU", 24_000, free_mb),)
        monkeypatch.setattr(hardware_module, "gpus", partial(tuple, found))
        devices.append(FasterWhisperEngine(config(tiny)).describe().device)
    assert devices == ["cuda:0", "cpu (1 thread)"]


def test_settings_that_insist_on_a_gpu_are_not_overruled(tiny: Path) -> None:
    engine = FasterWhisperEngine(config(tiny, whisper_device="cuda"))
    assert refusal(engine.load) == (ErrorCode.ENGINE_UNAVAILABLE, False)


def test_an_unknown_compute_type_makes_it_unavailable(tiny: Path) -> None:
    engine = FasterWhisperEngine(config(tiny, whisper_compute_type="int3"))
    assert refusal(engine.load) == (ErrorCode.ENGINE_UNAVAILABLE, False)


@dataclass(frozen=True, slots=True)
class After(Deadline):
    """A deadline that passes after so many looks at it."""

    looks: tuple[None, ...] | list[None] = ()

    def check(self) -> None:
        if not self.looks:
            raise EngineError(ErrorCode.ENGINE_TIMEOUT, retryable=True)
        assert isinstance(self.looks, list)
        self.looks.pop()


def test_the_deadline_counts_between_windows(tiny: Path) -> None:
    engine = FasterWhisperEngine(config(tiny))
    sentence = speech(SENTENCE)
    long = np.concatenate([part for _ in range(20) for part in (sentence, silence(0.8))])
    assert len(long) > 60 * SAMPLE_RATE_HZ
    looks: list[None] = [None] * 100
    engine.transcribe(TranscribeRequest(samples=long, language=Language.EN, deadline=After(looks=looks)))
    used = 100 - len(looks)
    short: list[None] = [None] * (used - 1)
    request = TranscribeRequest(samples=long, language=Language.EN, deadline=After(looks=short))
    assert refusal(lambda: engine.transcribe(request)) == (ErrorCode.ENGINE_TIMEOUT, True)


OUT_OF_MEMORY = """
import resource, sys
from pathlib import Path
import psutil
from ai_worker.engines.base import EngineError
from ai_worker.engines.stt.faster_whisper import FasterWhisperEngine
from ai_worker.engines.stt.port import TranscribeRequest
from interview_contracts.vocabulary import Language
from tests.models.stt.rows import configured
from tests.support.recordings import speech

engine = FasterWhisperEngine(configured(Path(sys.argv[1]), whisper_threads=1))
request = TranscribeRequest(samples=speech("Hello there."), language=Language.EN)
before = engine.transcribe(request).text
# A little less than what is taken now: nothing can be taken on.
resource.setrlimit(resource.RLIMIT_AS, (psutil.Process().memory_info().vms, resource.RLIM_INFINITY))
try:
    engine.transcribe(request)
except EngineError as error:
    print(error.code.value, error.retryable)
resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(engine.transcribe(request).text == before)
"""


def test_it_survives_that_there_is_no_memory(tiny: Path) -> None:
    """In a process of its own, which may take no more memory than it has."""
    run = subprocess.run(
        [sys.executable, "-c", OUT_OF_MEMORY, str(tiny)], capture_output=True, text=True, timeout=300, check=False
    )
    assert run.stdout.split() == ["out_of_memory", "True", "True"], run.stderr[-2000:]
