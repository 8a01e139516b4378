"""What every emotion engine must do, with a model of random weights: what it says means nothing."""

from pathlib import Path

import numpy as np
import pytest

from ai_worker.engines.base import EngineConfig
from ai_worker.engines.emotion.port import EmotionEngine, Expression, Inferred
from ai_worker.engines.emotion.table import ENGINES
from ai_worker.engines.face.port import Box, Picture
from interview_contracts.vocabulary import Capability, Emotion
from tests.models.face import pictures
from tests.support.tiny_models import emotion

pytestmark = pytest.mark.models

FACE = Box(left=0.34, top=0.14, width=0.18, height=0.2)


@pytest.fixture(scope="module", params=list(ENGINES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def engine(name: str, tmp_path_factory: pytest.TempPathFactory) -> EmotionEngine:
    folder = tmp_path_factory.mktemp("models")
    emotion.make(folder)
    config = EngineConfig(models_dir=folder)
    assert ENGINES[name].missing(config) == ""
    made = ENGINES[name].create(config)
    made.load()
    return made


def infer(engine: EmotionEngine, picture: Picture, box: Box = FACE) -> Inferred:
    found = engine.infer(Expression(picture=picture, box=box))
    assert found is not None
    return found


def test_it_names_itself(engine: EmotionEngine, name: str) -> None:
    info = engine.describe()
    assert (info.capability, info.name) == (Capability.EMOTION, name)
    assert info.version
    assert info.model
    assert info.device


def test_it_says_one_name_and_its_share(engine: EmotionEngine) -> None:
    found = infer(engine, pictures.portrait())
    assert found.dominant in Emotion
    assert 1 / len(Emotion) < found.share <= 1


def test_the_same_face_gets_the_same_answer(engine: EmotionEngine) -> None:
    first = infer(engine, pictures.portrait())
    infer(engine, pictures.noise(), Box(left=0.2, top=0.2, width=0.5, height=0.5))
    assert infer(engine, pictures.portrait()) == first


def test_it_looks_at_the_face_and_not_at_the_rest(engine: EmotionEngine) -> None:
    elsewhere = pictures.portrait()
    elsewhere[200:] = 0
    assert infer(engine, elsewhere) == infer(engine, pictures.portrait())
    shares = {infer(engine, pictures.noise(), Box(left=x, top=0.1, width=0.3, height=0.4)).share for x in (0, 0.3, 0.6)}
    assert len(shares) == 3


@pytest.mark.parametrize("picture", [pictures.blank(0), pictures.blank(255)], ids=["black", "white"])
def test_any_picture_gets_a_share_that_is_one(engine: EmotionEngine, picture: Picture) -> None:
    assert 0 < infer(engine, picture, Box(left=0, top=0, width=1, height=1)).share <= 1


@pytest.mark.parametrize("corner", [(0.0, 0.0), (0.8, 0.0), (0.0, 0.8), (0.8, 0.8)])
def test_a_face_at_the_edge_keeps_its_shape(engine: EmotionEngine, corner: tuple[float, float]) -> None:
    box = Box(left=corner[0], top=corner[1], width=0.2, height=0.15)
    assert infer(engine, pictures.noise(), box).share > 0


def test_of_a_face_that_is_too_small_nothing_is_said(engine: EmotionEngine) -> None:
    picture = pictures.portrait()
    assert engine.infer(Expression(picture=picture, box=Box(left=0.3, top=0.3, width=0.05, height=0.2))) is None
    assert engine.infer(Expression(picture=picture, box=Box(left=0.3, top=0.3, width=0.0, height=0.0))) is None


def test_a_missing_file_is_named(name: str, tmp_path: Path) -> None:
    assert "facial_expression_model_weights.onnx" in ENGINES[name].missing(EngineConfig(models_dir=tmp_path))


def test_pictures_are_not_changed(engine: EmotionEngine) -> None:
    picture = pictures.portrait()
    infer(engine, picture)
    assert np.array_equal(picture, pictures.portrait())
