"""Synthesis and embedding: the file and the message that leave them."""

import wave
from pathlib import Path

import pytest

from ai_worker.engines.base import NO_DEADLINE
from ai_worker.engines.embeddings.table import ENGINES as EMBEDDINGS
from ai_worker.engines.tts.table import ENGINES as TTS
from ai_worker.errors import WorkError
from ai_worker.files import Uploads
from ai_worker.pipelines.embedding import embed
from ai_worker.pipelines.synthesis import synthesize
from interview_contracts.errors import ErrorCode
from interview_contracts.payloads.embeddings import EmbedPayload, TextToEmbed
from interview_contracts.payloads.speech import SynthesizePayload
from interview_contracts.vocabulary import Language
from tests.support.models import engine as make
from tests.support.recordings import stored

pytestmark = pytest.mark.models


def test_speech_is_a_wav_file_and_the_same_twice(tmp_path: Path) -> None:
    payload = SynthesizePayload(text="자기소개를 부탁드립니다.", language=Language.KO, target="speech/a/1.wav")
    first, second = (synthesize(payload, Uploads(tmp_path), make(TTS, "espeak")) for _ in range(2))
    assert first == second
    assert first.file.size == (tmp_path / "speech/a/1.wav").stat().st_size
    with wave.open(str(tmp_path / "speech/a/1.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 22_050)
        assert file.getnframes() / file.getframerate() == pytest.approx(first.duration_s, abs=0.01)
    assert [path.name for path in (tmp_path / "speech/a").iterdir()] == ["1.wav"]


def test_vectors_come_under_their_keys_with_lexemes(tmp_path: Path) -> None:
    texts = tuple(
        TextToEmbed(key=key, text=text, language=language)
        for key, text, language in (("a", "서버를 개발했다", Language.KO), ("b", "built servers", Language.EN))
    )
    result = embed(EmbedPayload(texts=texts), make(EMBEDDINGS, "hashing"), str.upper, NO_DEADLINE)
    assert [(item.key, item.lexemes) for item in result.items] == [("a", "서버를 개발했다"), ("b", "BUILT SERVERS")]
    assert all(sum(value**2 for value in item.vector) == pytest.approx(1, abs=1e-4) for item in result.items)
    assert result.model.startswith("hashing:")


@pytest.mark.parametrize("path", ["../secret", "link/secret"])
def test_no_path_leaves_the_uploads(tmp_path: Path, path: str) -> None:
    root = tmp_path / "uploads"
    root.mkdir()
    (tmp_path / "secret").write_bytes(b"s")
    (root / "link").symlink_to(tmp_path)
    with pytest.raises(WorkError) as caught:
        Uploads(root).path(path)
    assert caught.value.code is ErrorCode.INVALID_PAYLOAD


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    stored(tmp_path, "a/1", b"old")

    def fail() -> None:
        with uploads.writing("a/1") as part:
            part.write_bytes(b"half")
            raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert (tmp_path / "a/1").read_bytes() == b"old"
    assert len(list((tmp_path / "a").iterdir())) == 1


def test_files_are_checked_by_size_and_digest(tmp_path: Path) -> None:
    uploads, ref = Uploads(tmp_path), stored(tmp_path, "1", b"right")
    assert uploads.read(ref) == b"right"
    for content, code in ((b"wrong", ErrorCode.FILE_CORRUPT), (b"longer", ErrorCode.FILE_CORRUPT)):
        (tmp_path / "1").write_bytes(content)
        with pytest.raises(WorkError) as caught:
            uploads.read(ref)
        assert caught.value.code is code
    (tmp_path / "1").unlink()
    with pytest.raises(WorkError) as missing:
        uploads.read(ref)
    assert (missing.value.code, missing.value.retryable) == (ErrorCode.FILE_MISSING, True)
