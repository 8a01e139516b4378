"""What every embedding engine must do."""

import numpy as np
import pytest

from ai_worker.engines.embeddings.port import EmbeddingsEngine
from ai_worker.engines.embeddings.table import ENGINES
from interview_contracts.payloads.embeddings import DIMENSIONS
from interview_contracts.vocabulary import Capability
from tests.support.models import engine as make

pytestmark = pytest.mark.models

NEAR_AND_FAR = [
    ("데이터베이스 성능을 개선했습니다", "데이터베이스의 성능 개선 경험", "고객과 통화하며 불만을 들었습니다"),
    ("improved database performance", "improving the performance of databases", "talked to angry customers by phone"),
]


@pytest.fixture(scope="module", params=list(ENGINES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def engine(name: str) -> EmbeddingsEngine:
    return make(ENGINES, name)


def test_it_names_itself_and_its_space(engine: EmbeddingsEngine, name: str) -> None:
    info = engine.describe()
    assert (info.capability, info.name) == (Capability.EMBEDDINGS, name)
    assert info.version
    assert info.model


def test_vectors_have_the_size_of_the_database_and_unit_length(engine: EmbeddingsEngine) -> None:
    vectors = engine.embed(["파이썬 개발자", "a developer", "A" * 8000, "", "\u200b", "!?", "👍"])
    assert vectors.shape == (7, DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_no_text_is_no_row(engine: EmbeddingsEngine) -> None:
    assert engine.embed([]).shape == (0, DIMENSIONS)


def test_a_vector_depends_on_its_text_alone(engine: EmbeddingsEngine) -> None:
    alone, together = engine.embed(["서버 개발"]), engine.embed(["무관한 글", "서버 개발", "서버 개발"])
    assert np.array_equal(alone[0], together[1])
    assert np.array_equal(together[1], together[2])


@pytest.mark.parametrize(("text", "near", "far"), NEAR_AND_FAR, ids=["ko", "en"])
def test_related_texts_are_nearer(engine: EmbeddingsEngine, text: str, near: str, far: str) -> None:
    vectors = engine.embed([text, near, far])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_invisible_characters_and_composition_do_not_matter(engine: EmbeddingsEngine) -> None:
    vectors = engine.embed(["한국어", "한\u200b국\u00ad어", "한국어"])
    assert np.allclose(vectors, vectors[0])
