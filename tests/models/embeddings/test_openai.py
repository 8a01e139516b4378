"""Embeddings of a server, over real HTTP from another process, and everything that goes wrong there."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.engines.embeddings.port import EmbeddingsEngine
from ai_worker.engines.embeddings.table import ENGINES
from interview_contracts.errors import ErrorCode
from tests.models.embeddings.rows import configured
from tests.support.embeddings_server import KEY, embeddings_server
from tests.support.hashing import vector
from tests.support.http_server import ServerProcess
from tests.support.llama_server import llama_server
from tests.support.tiny_models import xlm_roberta, xlm_roberta_gguf

pytestmark = pytest.mark.models

ROW = ENGINES["openai"]
TEXTS = ["서버 개발", "고객 응대", "database"]
LONGER = [f"{number}번째 글: {'결제 서버를 이전한 경험 ' * number}" for number in range(1, 12)]


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    with embeddings_server() as server:
        yield server


def engine(url: str, model: str = "good", **options: str) -> EmbeddingsEngine:
    return ROW.create(configured(Path("none"), embeddings_url=url, embeddings_model=model, **options))


def code_of(work: Callable[[], object]) -> ErrorCode:
    with pytest.raises(EngineError) as caught:
        work()
    return caught.value.code


def test_it_lacks_its_address_or_the_name_of_its_model() -> None:
    assert "EMBEDDINGS_URL" in ROW.missing(configured(Path("none")))
    assert "EMBEDDINGS_MODEL" in ROW.missing(configured(Path("none"), embeddings_url="http://localhost/v1"))
    assert ROW.missing(configured(Path("none"), embeddings_url="http://localhost/v1", embeddings_model="m")) == ""


@pytest.mark.parametrize("model", ["good", "shuffles", "fails-once", "is-busy-once"])
def test_vectors_are_those_of_the_server_in_the_order_of_the_texts(server: ServerProcess, model: str) -> None:
    vectors = engine(server.url, model).embed(TEXTS)
    assert np.allclose(vectors, [vector(text) for text in TEXTS], atol=1e-6)


def test_more_texts_than_a_request_holds_are_several_requests(server: ServerProcess) -> None:
    texts = [f"글 {number}" for number in range(100)]
    assert np.allclose(engine(server.url).embed(texts), [vector(text) for text in texts], atol=1e-6)


def test_the_key_is_sent(server: ServerProcess) -> None:
    engine(server.url, "wants-a-key", embeddings_api_key=KEY).load()
    assert code_of(engine(server.url, "wants-a-key").load) is ErrorCode.ENGINE_UNAVAILABLE


@pytest.mark.parametrize(
    ("model", "code"),
    [
        *(
            (model, ErrorCode.ENGINE_OUTPUT_INVALID)
            for model in (
                "is-not-a-number", "is-infinite", "is-null", "is-zero", "is-short", "is-text", "leaves-one-out",
                "adds-one", "repeats-an-index", "has-no-index", "sends-a-page", "never-ends",
            )
        ),
        ("refuses", ErrorCode.ENGINE_FAILED),
        ("denies", ErrorCode.ENGINE_UNAVAILABLE),
        ("does-not-know", ErrorCode.ENGINE_UNAVAILABLE),
        ("fails", ErrorCode.ENGINE_FAILED),
        ("is-busy", ErrorCode.ENGINE_FAILED),
        ("breaks-off", ErrorCode.ENGINE_UNAVAILABLE),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_an_error(server: ServerProcess, model: str, code: ErrorCode) -> None:
    assert code_of(lambda: engine(server.url, model).embed(TEXTS)) is code


@pytest.mark.parametrize("model", ["hangs", "drips"])
def test_a_server_that_never_answers_costs_the_deadline_and_no_more(server: ServerProcess, model: str) -> None:
    slow = engine(server.url, model)
    assert code_of(lambda: slow.embed(TEXTS, deadline=Deadline.after(0.5))) is ErrorCode.ENGINE_TIMEOUT


def test_a_wrong_dimension_is_known_when_it_is_loaded(server: ServerProcess) -> None:
    assert code_of(engine(server.url, "is-short").load) is ErrorCode.ENGINE_OUTPUT_INVALID


def test_a_server_that_dies_is_unavailable_until_it_is_back() -> None:
    with embeddings_server() as server:
        client = engine(server.url)
        client.load()
        server.kill()
        assert code_of(lambda: client.embed(TEXTS)) is ErrorCode.ENGINE_UNAVAILABLE
        with embeddings_server(server.port):
            assert np.allclose(client.embed(TEXTS), [vector(text) for text in TEXTS], atol=1e-6)


def test_a_server_of_another_make_gives_the_vectors_of_the_same_model(tmp_path: Path) -> None:
    pytest.importorskip("llama_cpp")
    xlm_roberta.make(tmp_path / "embeddings" / "tiny")
    wanted = ENGINES["sentence_transformers"].create(configured(tmp_path)).embed(LONGER)
    options = ("--embedding", "true", "--n_batch", "1024", "--n_ubatch", "1024")
    with llama_server(xlm_roberta_gguf.make(tmp_path / "gguf"), context=1024, options=options) as url:
        vectors = engine(url, "tiny").embed(LONGER)
    assert (vectors * wanted).sum(axis=1) == pytest.approx(1.0, abs=1e-3)
