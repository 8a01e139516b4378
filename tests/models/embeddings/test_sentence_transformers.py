"""A model of sentence-transformers: what is loaded, what is refused, and what happens when something breaks."""

import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from ai_worker.engines.base import EngineError
from ai_worker.engines.embeddings.device import MOST_TOKENS
from ai_worker.engines.embeddings.port import EmbeddingsEngine
from ai_worker.engines.embeddings.sentence_transformers import MAX_TOKENS
from ai_worker.engines.embeddings.table import ENGINES
from interview_contracts.errors import ErrorCode
from tests.models.embeddings.rows import configured
from tests.support.repository import ROOT
from tests.support.tiny_models import xlm_roberta

pytestmark = pytest.mark.models

ROW = ENGINES["sentence_transformers"]
TEXTS = ["결제 서버를 이전했습니다", "a developer of databases"]
NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model of its own, in `tmp_path` as the models folder."""
    return xlm_roberta.make(tmp_path / "embeddings" / "tiny")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> EmbeddingsEngine:
    models = tmp_path_factory.mktemp("models")
    xlm_roberta.make(models / "embeddings" / "tiny")
    return made(models)


def made(models: Path, **options: str) -> EmbeddingsEngine:
    return ROW.create(configured(models, **options))


def code_of(work: Callable[[], object]) -> ErrorCode:
    with pytest.raises(EngineError) as caught:
        work()
    return caught.value.code


def rewritten(folder: Path, change: Callable[[dict[str, npt.NDArray[Any]]], object]) -> None:
    """Change the weights of a model."""
    from safetensors.numpy import load_file, save_file

    weights = {name: array.copy() for name, array in load_file(folder / "model.safetensors").items()}
    change(weights)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def test_vectors_are_those_of_the_library(engine: EmbeddingsEngine, folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    assert np.allclose(engine.embed(TEXTS), model.encode(TEXTS), atol=1e-5)


def test_two_processes_with_the_same_files_make_the_same_space(engine: EmbeddingsEngine, folder: Path) -> None:
    other = made(folder.parent.parent)
    assert other.describe().model == engine.describe().model
    assert np.allclose(other.embed(TEXTS), engine.embed(TEXTS), atol=1e-5)


def test_nobody_is_called(folder: Path) -> None:
    called: list[str] = []
    listening = True

    def hear(event: str, _: tuple[Any, ...]) -> None:
        if listening and event in NETWORK:
            called.append(event)

    sys.addaudithook(hear)
    made(folder.parent.parent).embed(TEXTS)
    listening = False
    assert called == []


def test_more_than_goes_through_together_is_cut_into_batches(engine: EmbeddingsEngine) -> None:
    texts = [chr(0xAC00 + number * 28) * (MAX_TOKENS + 100) for number in range(2 * MOST_TOKENS // MAX_TOKENS + 3)]
    texts += ["짧은 글", "조금 더 긴 글입니다"]
    vectors = engine.embed(texts)
    for number in (0, len(texts) - 3, len(texts) - 1):
        assert np.allclose(engine.embed([texts[number]])[0], vectors[number], atol=1e-4)


def test_what_is_beyond_the_longest_text_does_not_count(engine: EmbeddingsEngine) -> None:
    long, longer = engine.embed(["가" * MAX_TOKENS, "가" * 8 * MAX_TOKENS])
    assert np.allclose(long, longer, atol=1e-4)


def test_texts_are_embedded_as_passages_where_a_model_tells_them_from_queries(
    engine: EmbeddingsEngine, folder: Path
) -> None:
    prompts = {"query": "question: ", "passage": "passage: "}
    content = {"prompts": prompts, "default_prompt_name": "query"}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(content))
    (vector,) = made(folder.parent.parent).embed(["서버 개발"])
    (wanted,) = engine.embed(["passage: 서버 개발"])
    assert np.allclose(vector, wanted, atol=1e-4)


def test_weights_of_16_bits_compute_in_32(engine: EmbeddingsEngine, folder: Path) -> None:
    import torch
    from safetensors.torch import load_file, save_file
    from sentence_transformers import SentenceTransformer

    weights = {name: tensor.to(torch.bfloat16) for name, tensor in load_file(folder / "model.safetensors").items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    vectors = made(folder.parent.parent).embed(TEXTS)
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True).float()
    assert np.allclose(vectors, model.encode(TEXTS), atol=1e-5)
    assert np.allclose(vectors, engine.embed(TEXTS), atol=0.02)


class TestBrokenFiles:
    """Nothing that was damaged, swapped or left out ends in vectors."""

    def test_a_file_that_differs_from_its_checksum(self, folder: Path) -> None:
        models = folder.parent.parent
        size = (folder / "model.safetensors").stat().st_size
        entry = {"size": size, "sha256": "0" * 64}
        (models / "manifest.json").write_text(json.dumps({"files": {"embeddings/tiny/model.safetensors": entry}}))
        engine = made(models)
        assert code_of(engine.load) is ErrorCode.ENGINE_UNAVAILABLE
        assert code_of(lambda: engine.embed(TEXTS)) is ErrorCode.ENGINE_UNAVAILABLE

    def test_weights_that_were_cut(self, folder: Path) -> None:
        os.truncate(folder / "model.safetensors", 1_000_000)
        assert code_of(made(folder.parent.parent).load) is ErrorCode.ENGINE_UNAVAILABLE

    @pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json", "tokenizer_config.json"])
    def test_a_file_that_is_something_else(self, folder: Path, file: str) -> None:
        (folder / file).write_bytes(b"<html>not found</html>" * 100)
        assert code_of(made(folder.parent.parent).load) is ErrorCode.ENGINE_UNAVAILABLE

    def test_a_weight_that_is_in_no_file(self, folder: Path) -> None:
        rewritten(folder, lambda weights: weights.pop("encoder.layer.0.attention.self.query.weight"))
        assert code_of(made(folder.parent.parent).load) is ErrorCode.ENGINE_UNAVAILABLE

    def test_a_weight_of_another_shape(self, folder: Path) -> None:
        name = "encoder.layer.0.attention.self.query.weight"
        rewritten(folder, lambda weights: weights.update({name: np.zeros((3, 3), dtype=np.float32)}))
        assert code_of(made(folder.parent.parent).load) is ErrorCode.ENGINE_UNAVAILABLE

    def test_weights_that_are_no_numbers(self, folder: Path) -> None:
        rewritten(folder, lambda weights: weights["embeddings.LayerNorm.weight"].fill(np.nan))
        engine = made(folder.parent.parent)
        engine.load()
        assert code_of(lambda: engine.embed(TEXTS)) is ErrorCode.ENGINE_OUTPUT_INVALID

    def test_files_that_are_replaced_or_cut_while_the_model_is_used(self, folder: Path, tmp_path: Path) -> None:
        engine = made(folder.parent.parent)
        before = engine.embed(TEXTS)
        space = engine.describe().model
        other = xlm_roberta.make(tmp_path / "elsewhere", seed=7)
        shutil.copyfile(other / "model.safetensors", folder / "model.safetensors")
        assert np.allclose(engine.embed(TEXTS), before, atol=1e-5)
        os.truncate(folder / "model.safetensors", 10)
        assert np.allclose(engine.embed(TEXTS), before, atol=1e-5)
        shutil.rmtree(folder)
        assert np.allclose(engine.embed(TEXTS), before, atol=1e-5)
        assert engine.describe().model == space

    def test_a_replaced_model_is_another_space_after_a_restart(self, folder: Path, tmp_path: Path) -> None:
        first = made(folder.parent.parent)
        before = first.embed(TEXTS)
        shutil.copytree(xlm_roberta.make(tmp_path / "elsewhere", seed=7), folder, dirs_exist_ok=True)
        second = made(folder.parent.parent)
        assert not np.allclose(second.embed(TEXTS), before, atol=1e-2)
        assert second.describe().model != first.describe().model


def test_a_gpu_that_is_asked_for_and_not_there(folder: Path) -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has a GPU")
    assert made(folder.parent.parent, sentence_transformers_device="auto").embed(TEXTS).any()
    engine = made(folder.parent.parent, sentence_transformers_device="cuda")
    assert code_of(engine.load) is ErrorCode.ENGINE_UNAVAILABLE


SHORT_OF_MEMORY = """
    import resource
    from pathlib import Path

    from ai_worker.engines.base import EngineError
    from tests.models.embeddings.rows import configured
    from ai_worker.engines.embeddings.table import ENGINES


    def spare(extra: int) -> None:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limit = pages * resource.getpagesize() + extra
        resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))


    def outcome(work) -> str:
        try:
            work()
        except EngineError as error:
            return error.code.value
        return "done"


    engine = ENGINES["sentence_transformers"].create(configured(Path({models!r})))
    if {before_loading}:
        import sentence_transformers, transformers.models.xlm_roberta.modeling_xlm_roberta
        spare(2**20)
        print(outcome(engine.load))
    else:
        engine.embed(["가" * 1024] * 2)
        spare(2**20)
        print(outcome(lambda: engine.embed([chr(0xAC00 + 28 * n) * 1024 for n in range(8)])))
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(outcome(lambda: engine.embed(["서버 개발"])))
"""


@pytest.mark.parametrize("before_loading", [False, True])
def test_when_memory_runs_out_it_says_so_and_works_again_later(folder: Path, before_loading: bool) -> None:
    program = SHORT_OF_MEMORY.replace("{models!r}", repr(str(folder.parent.parent)))
    program = program.replace("{before_loading}", str(before_loading))
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"},
    )
    assert ended.stdout.split() == ["out_of_memory", "done"], ended.stderr[-2000:]
