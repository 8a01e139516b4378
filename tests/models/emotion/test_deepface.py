"""deepface behind the port: it does what the library's own call does, fetches nothing, and notices what is unfit."""

import socket
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ai_worker.engines.base import EngineError
from ai_worker.engines.emotion.crop import square_crop
from ai_worker.engines.emotion.deepface import DeepfaceEngine
from ai_worker.engines.emotion.port import Expression
from ai_worker.engines.emotion.table import WEIGHTS
from ai_worker.engines.face.port import Box
from ai_worker.model_files.manifest import MANIFEST, FetchedFile, Manifest
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Emotion
from tests.models.face import pictures
from tests.support.tiny_models import emotion

pytestmark = pytest.mark.models

FACE = Expression(picture=pictures.portrait(), box=Box(left=0.34, top=0.14, width=0.18, height=0.2))


def loaded(folder: Path) -> DeepfaceEngine:
    engine = DeepfaceEngine(folder, WEIGHTS)
    engine.load()
    return engine


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Note every attempt to reach another machine."""
    tried: list[Any] = []

    def refuse(*arguments: Any, **_: Any) -> Any:
        tried.append(arguments)
        raise OSError("no network in tests")

    for name in ("getaddrinfo", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    return tried


def test_it_is_what_the_library_itself_says(tmp_path: Path) -> None:
    emotion.make(tmp_path)
    engine = loaded(tmp_path)
    found = engine.infer(FACE)
    crop = square_crop(FACE.picture, FACE.box)
    assert found is not None
    assert crop is not None

    from deepface import DeepFace

    [whole] = DeepFace.analyze(
        np.ascontiguousarray(crop[:, :, ::-1]),
        actions=("emotion",),
        detector_backend="skip",
        enforce_detection=False,
        silent=True,
    )
    assert Emotion(whole["dominant_emotion"]) is found.dominant
    assert whole["emotion"][whole["dominant_emotion"]] / 100 == pytest.approx(found.share, abs=0.002)


def test_a_file_that_is_not_there_is_not_fetched(tmp_path: Path, no_network: list[Any]) -> None:
    with pytest.raises(EngineError) as caught:
        loaded(tmp_path)
    assert caught.value.code is ErrorCode.ENGINE_UNAVAILABLE
    assert no_network == []
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_goes_away_later_is_not_missed(tmp_path: Path, no_network: list[Any]) -> None:
    weights = emotion.make(tmp_path)
    engine = loaded(tmp_path)
    weights.unlink()
    assert engine.infer(FACE) is not None
    assert no_network == []


def test_a_half_downloaded_file_is_unavailable(tmp_path: Path, no_network: list[Any]) -> None:
    weights = emotion.make(tmp_path)
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(EngineError) as caught:
        loaded(tmp_path)
    assert caught.value.code is ErrorCode.ENGINE_UNAVAILABLE
    assert no_network == []


def test_a_file_that_is_not_the_fetched_one_is_unavailable(tmp_path: Path) -> None:
    weights = emotion.make(tmp_path)
    fetched = FetchedFile(size=weights.stat().st_size, sha256=sha256(b"another").hexdigest())
    (tmp_path / MANIFEST).write_text(Manifest(files={WEIGHTS: fetched}).model_dump_json())
    with pytest.raises(EngineError) as caught:
        loaded(tmp_path)
    assert caught.value.code is ErrorCode.ENGINE_UNAVAILABLE


def test_a_model_that_answers_no_number_is_called_what_it_is_and_a_better_file_mends_it(tmp_path: Path) -> None:
    emotion.make_unfit(tmp_path)
    engine = DeepfaceEngine(tmp_path, WEIGHTS)
    for _ in range(2):
        with pytest.raises(EngineError) as caught:
            engine.infer(FACE)
        assert caught.value.code is ErrorCode.ENGINE_OUTPUT_INVALID
    emotion.make(tmp_path)
    assert engine.infer(FACE) is not None


def test_another_file_is_another_model(tmp_path: Path) -> None:
    emotion.make(tmp_path / "one")
    emotion.make(tmp_path / "other", seed=5)
    assert loaded(tmp_path / "one").infer(FACE) != loaded(tmp_path / "other").infer(FACE)
