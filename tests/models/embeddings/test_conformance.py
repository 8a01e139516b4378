"""What every embedding engine must do."""

from collections.abc import Iterator

import numpy as np
import pytest

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.engines.embeddings.port import EmbeddingsEngine
from ai_worker.engines.embeddings.table import ENGINES
from interview_contracts.errors import ErrorCode
from interview_contracts.payloads.embeddings import DIMENSIONS, SPACE_LENGTH, vector_space
from interview_contracts.vocabulary import Capability
from tests.models.embeddings.rows import WITHOUT_MEANING, embeddings_engine
from tests.support.embeddings_server import embeddings_server
from tests.support.http_server import ServerProcess

pytestmark = pytest.mark.models

NEAR_AND_FAR = [
    ("데이터베이스 성능을 개선했습니다", "데이터베이스의 성능 개선 경험", "고객과 통화하며 불만을 들었습니다"),
    ("improved database performance", "improving the performance of databases", "talked to angry customers by phone"),
]
ROUNDING = 1e-4


@pytest.fixture(scope="module", params=list(ENGINES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    with embeddings_server() as server:
        yield server


@pytest.fixture(scope="module")
def engine(name: str, server: ServerProcess, tmp_path_factory: pytest.TempPathFactory) -> EmbeddingsEngine:
    made = embeddings_engine(name, tmp_path_factory.mktemp("models"), server)
    made.load()
    return made


def test_it_names_itself_and_its_space(engine: EmbeddingsEngine, name: str) -> None:
    info = engine.describe()
    assert (info.capability, info.name) == (Capability.EMBEDDINGS, name)
    assert info.version
    assert info.device
    assert len(vector_space(info.name, info.model)) < SPACE_LENGTH
    assert info.model


def test_vectors_have_the_size_of_the_database_and_unit_length(engine: EmbeddingsEngine) -> None:
    vectors = engine.embed(["파이썬 개발자", "a developer", "A" * 8000, "가" * 8000, "", "\u200b", "!?", "👍"])
    assert vectors.shape == (8, DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_no_text_is_no_row(engine: EmbeddingsEngine) -> None:
    assert engine.embed([]).shape == (0, DIMENSIONS)


def test_a_vector_depends_on_its_text_alone(engine: EmbeddingsEngine) -> None:
    alone = engine.embed(["서버 개발"])
    together = engine.embed(["무관한 글", "서버 개발", "길고 긴 글 " * 50, "서버 개발"])
    assert np.allclose(alone[0], together[1], atol=ROUNDING)
    assert np.array_equal(together[1], together[3])
    assert not np.allclose(together[0], together[1], atol=100 * ROUNDING)


def test_many_texts_come_back_in_their_order(engine: EmbeddingsEngine) -> None:
    texts = [f"{'서버 개발 경험 ' * (number * 7 % 13)}{number}번째 글" for number in range(100)]
    vectors = engine.embed(texts)
    for number in (0, 1, 17, 63, 99):
        assert np.allclose(engine.embed([texts[number]])[0], vectors[number], atol=ROUNDING)


def test_texts_without_letters_share_one_neutral_vector(engine: EmbeddingsEngine) -> None:
    vectors = engine.embed(["", " \n", "\u200b", "!?", "👍", "2026-11-02"])
    assert np.array_equal(vectors, np.broadcast_to(vectors[0], vectors.shape))


@pytest.mark.parametrize(("text", "near", "far"), NEAR_AND_FAR, ids=["ko", "en"])
def test_related_texts_are_nearer(engine: EmbeddingsEngine, name: str, text: str, near: str, far: str) -> None:
    if name in WITHOUT_MEANING:
        pytest.skip("random weights know no meaning")
    vectors = engine.embed([text, near, far])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_invisible_characters_and_composition_do_not_matter(engine: EmbeddingsEngine) -> None:
    vectors = engine.embed(["한국어", "한\u200b국\u00ad어", "\u1112\u1161\u11ab국어", " 한국어\u00a0"])
    assert np.allclose(vectors, vectors[0])


def test_what_is_no_character_is_passed_over(engine: EmbeddingsEngine) -> None:
    vectors = engine.embed(["개발\ud800자", "개발자", "\x00개발자"])
    assert np.allclose(vectors, vectors[0])


def test_a_deadline_that_has_passed_ends_it(engine: EmbeddingsEngine) -> None:
    with pytest.raises(EngineError) as caught:
        engine.embed(["개발자"], deadline=Deadline.after(0))
    assert caught.value.code is ErrorCode.ENGINE_TIMEOUT


def test_loading_again_changes_nothing(engine: EmbeddingsEngine) -> None:
    before = engine.describe(), engine.embed(["개발자"])
    engine.load()
    assert engine.describe() == before[0]
    assert np.allclose(engine.embed(["개발자"]), before[1], atol=ROUNDING)
