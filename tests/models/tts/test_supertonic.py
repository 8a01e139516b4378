"""Supertonic with its real runtime on a tiny model: files that are no good, sound that is none, its own settings."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.engines.tts.port import SpeakRequest, TtsEngine
from ai_worker.engines.tts.supertonic import LONGEST
from ai_worker.engines.tts.supertonic_files import model_files
from ai_worker.engines.tts.table import ENGINES
from ai_worker.files import Uploads
from ai_worker.model_files.manifest import MANIFEST, FetchedFile, Manifest, digest_of
from ai_worker.pipelines.synthesis import synthesize
from interview_contracts.errors import ErrorCode
from interview_contracts.payloads.speech import SynthesizePayload
from interview_contracts.vocabulary import Language
from tests.models.tts.rows import configured
from tests.support.tiny_models import supertonic as tiny

pytestmark = pytest.mark.models

ROW = ENGINES["supertonic"]
TEXT = "결제 지연을 40% 줄이셨네요. 어떻게 재셨는지 말씀해 주세요."


def engine(models: Path, **options: object) -> TtsEngine:
    return ROW.create(configured(models, **options))


def sound(engine: TtsEngine, text: str = TEXT, **request: Deadline) -> bytes:
    return engine.synthesize(SpeakRequest(text=text, language=Language.KO, **request)).samples.tobytes()


def code_of(work: Callable[[], object]) -> tuple[ErrorCode, bool]:
    with pytest.raises(EngineError) as caught:
        work()
    return caught.value.code, caught.value.retryable


def test_nothing_is_missing_where_the_files_are(tmp_path: Path) -> None:
    config = configured(tmp_path)
    assert "no Supertonic model" in ROW.missing(config)
    assert ROW.files(config) == ()
    tiny.make(tmp_path)
    assert ROW.missing(config) == ""
    assert all((tmp_path / file).is_file() for file in ROW.files(config))


@pytest.mark.parametrize("position", range(7))
def test_each_file_is_needed(tmp_path: Path, position: int) -> None:
    tiny.make(tmp_path)
    config = configured(tmp_path)
    file = ROW.files(config)[position]
    (tmp_path / file).write_bytes(b"")
    assert file in ROW.missing(config)
    (tmp_path / file).unlink()
    assert file in ROW.missing(config)
    assert code_of(engine(tmp_path).load) == (ErrorCode.ENGINE_UNAVAILABLE, False)


def test_a_voice_that_is_not_there_is_missed(tmp_path: Path) -> None:
    tiny.make(tmp_path, voices=("F1", "M1"))
    assert ROW.missing(configured(tmp_path, supertonic_voice="M1")) == ""
    assert "voice_styles/M9.json" in ROW.missing(configured(tmp_path, supertonic_voice="M9"))


def test_a_file_that_changed_since_it_was_fetched_is_not_loaded(tmp_path: Path) -> None:
    tiny.make(tmp_path)
    files = model_files(configured(tmp_path))
    known = {
        file: FetchedFile(size=(tmp_path / file).stat().st_size, sha256=digest_of(tmp_path / file)) for file in files
    }
    (tmp_path / MANIFEST).write_text(Manifest(files=known).model_dump_json(), encoding="utf-8")
    engine(tmp_path).load()
    swapped = tmp_path / files[3]
    content = bytearray(swapped.read_bytes())
    content[-1] ^= 1
    swapped.write_bytes(content)
    assert ROW.missing(configured(tmp_path)) == "", "the cheap check looks at sizes only"
    assert code_of(engine(tmp_path).load) == (ErrorCode.ENGINE_UNAVAILABLE, False)


def half(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def no_hangul(file: Path) -> None:
    index = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps([-1 if 0x1100 <= code < 0x1200 else value for code, value in enumerate(index)]))


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("onnx/vocoder.onnx", half),
        ("onnx/text_encoder.onnx", lambda file: file.write_bytes(b"no graph at all")),
        ("onnx/text_encoder.onnx", lambda file: file.write_bytes(file.with_name("vocoder.onnx").read_bytes())),
        ("onnx/tts.json", half),
        ("onnx/tts.json", lambda file: file.write_text("[]")),
        ("onnx/tts.json", lambda file: file.write_text('{"ae": {"sample_rate": 1, "base_chunk_size": 1}}')),
        ("onnx/unicode_indexer.json", half),
        ("onnx/unicode_indexer.json", lambda file: file.write_text('["a"]')),
        ("onnx/unicode_indexer.json", no_hangul),
        ("voice_styles/F1.json", half),
        (
            "voice_styles/F1.json",
            lambda file: file.write_text('{"style_ttl": {"dims": [2], "data": [1]}, "style_dp": 1}'),
        ),
    ],
)
def test_files_that_make_no_voice_are_refused(tmp_path: Path, name: str, spoil: Callable[[Path], object]) -> None:
    spoil(tiny.make(tmp_path) / name)
    assert code_of(engine(tmp_path).load) == (ErrorCode.ENGINE_UNAVAILABLE, False)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("not_a_number", ErrorCode.ENGINE_OUTPUT_INVALID),
        ("endless", ErrorCode.ENGINE_OUTPUT_INVALID),
        ("silent", ErrorCode.ENGINE_FAILED),
    ],
)
def test_sound_that_is_none_is_an_error(tmp_path: Path, fault: tiny.Fault, code: ErrorCode) -> None:
    tiny.make(tmp_path, fault=fault)
    assert code_of(lambda: sound(engine(tmp_path)))[0] is code


def test_an_engine_that_fails_between_sentences_leaves_no_file(tmp_path: Path) -> None:
    tiny.make(tmp_path / "models")
    uploads = Uploads(tmp_path / "uploads")
    text = f"첫 문장은 잘 나옵니다. 둘째 문장은 {tiny.UNREADABLE} 때문에 안 나옵니다."
    payload = SynthesizePayload(text=text, language=Language.KO, target="speech/1.wav")
    assert code_of(lambda: synthesize(payload, uploads, engine(tmp_path / "models"))) == (ErrorCode.ENGINE_FAILED, True)
    assert not list((tmp_path / "uploads").rglob("*.wav"))


class Checks(Deadline):
    """A deadline that passes at its n-th check."""

    left = 0

    def check(self) -> None:
        type(self).left -= 1
        if type(self).left < 0:
            raise EngineError(ErrorCode.ENGINE_TIMEOUT, retryable=True)


@pytest.mark.parametrize("checks", [0, 1, 4, 8])
def test_the_deadline_is_heeded_in_the_middle_of_a_text(tmp_path: Path, checks: int) -> None:
    tiny.make(tmp_path)
    Checks.left = checks
    assert code_of(lambda: sound(engine(tmp_path), deadline=Checks())) == (ErrorCode.ENGINE_TIMEOUT, True)


def test_voice_and_steps_change_the_sound_and_the_name_of_the_model(tmp_path: Path) -> None:
    tiny.make(tmp_path, voices=("F1", "M1"))
    made = [engine(tmp_path), engine(tmp_path, supertonic_voice="M1"), engine(tmp_path, supertonic_steps=2)]
    assert len({sound(one) for one in made}) == 3
    assert len({one.describe().model for one in made}) == 3
    assert sound(engine(tmp_path)) == sound(made[0]), "another process makes the same sound"


def test_the_newest_model_speaks(tmp_path: Path) -> None:
    for name in ("supertonic-3", "supertonic-2"):
        tiny.make(tmp_path, name=name)
    assert engine(tmp_path).describe().model.startswith("supertonic-3 ")


@pytest.mark.parametrize(
    "text", ["이모지 😀 와 𝒜 그리고 𠀀 도 있습니다.", "가" * (LONGEST[Language.KO] + 1), "C++ / C# & R&D 50%"]
)
def test_signs_that_the_model_does_not_know_are_left_out(tmp_path: Path, text: str) -> None:
    tiny.make(tmp_path)
    assert sound(engine(tmp_path), text)


ALONE = """
import socket, sys
def refused(*_): raise AssertionError("the network was called")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refused
from pathlib import Path
from ai_worker.engines.base import EngineConfig
from ai_worker.engines.tts.port import SpeakRequest
from ai_worker.engines.tts.table import ENGINES
from interview_contracts.vocabulary import Language
engine = ENGINES["supertonic"].create(EngineConfig(models_dir=Path(sys.argv[1])))
engine.load()
assert engine.synthesize(SpeakRequest(text="Hello there.", language=Language.EN)).duration_s > 0
print(sorted({"huggingface_hub", "torch", "soundfile"} & set(sys.modules)))
"""


def test_nothing_is_fetched_and_no_other_model_library_imported(tmp_path: Path) -> None:
    tiny.make(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", ALONE, str(tmp_path)],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr
    assert not (tmp_path / "home").exists(), "the runtime keeps an identifier of this machine and a store of events"


@pytest.mark.parametrize("voice", ["../../stt/secret", "/etc/voice", "a\\b"])
def test_a_voice_does_not_lead_out_of_its_folder(tmp_path: Path, voice: str) -> None:
    with pytest.raises(ValidationError):
        configured(tmp_path, supertonic_voice=voice)
