"""Which model of the models folder is taken, and why another one is not."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from ai_worker.engines.embeddings.folder import find, identity
from ai_worker.engines.embeddings.table import ENGINES
from tests.models.embeddings.rows import configured
from tests.support.tiny_models.xlm_roberta import write_layout

pytestmark = pytest.mark.models

ROW = ENGINES["sentence_transformers"]
WEIGHTS = os.urandom(40 * 2**20)


def place(models: Path, name: str, *, dimensions: int = 1024, weights: bytes = WEIGHTS) -> Path:
    """Put a model in place that looks right; what it weighs is not loaded here."""
    folder = models / "embeddings" / name
    write_layout(folder, dimensions=dimensions, longest=512)
    write(folder / "config.json", {"model_type": "xlm-roberta", "hidden_size": dimensions})
    (folder / "model.safetensors").write_bytes(weights)
    return folder


def write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


def taken(models: Path, **options: str) -> str | None:
    model = find(configured(models, **options)).model
    return model.name if model else None


def problem(models: Path, **options: str) -> str:
    return ROW.missing(configured(models, **options))


def test_without_a_model_it_says_where_one_belongs(tmp_path: Path) -> None:
    assert "embeddings/" in problem(tmp_path)
    assert "embeddings/" in problem(tmp_path / "absent")


def test_the_best_known_model_is_taken(tmp_path: Path) -> None:
    for name, best in [
        ("another", "another"), ("Qwen3-Embedding-0.6B", "Qwen3-Embedding-0.6B"), ("bge-m3", "bge-m3"),
        ("KURE-v1", "KURE-v1"), ("a-first-one", "KURE-v1"),
    ]:  # fmt: skip
        place(tmp_path, name)
        assert taken(tmp_path) == best
    assert taken(tmp_path, sentence_transformers_model="another") == "another"


@pytest.mark.parametrize("name", ["absent", "../embeddings/KURE-v1", "a/b", "..", "."])
def test_a_configured_name_is_that_folder_or_nothing(tmp_path: Path, name: str) -> None:
    place(tmp_path, "KURE-v1")
    assert taken(tmp_path, sentence_transformers_model=name) is None
    assert problem(tmp_path, sentence_transformers_model=name)


def test_a_model_of_another_dimension_is_refused(tmp_path: Path) -> None:
    place(tmp_path, "small", dimensions=768)
    assert problem(tmp_path) == "The model small gives vectors of 768 dimensions; the database holds 1024."


def test_the_last_part_that_changes_the_dimension_counts(tmp_path: Path) -> None:
    folder = place(tmp_path, "reduced", dimensions=2048)
    parts = json.loads((folder / "modules.json").read_text())
    dense = {"idx": 3, "name": "3", "path": "3_Dense", "type": "sentence_transformers.models.Dense"}
    write(folder / "modules.json", [*parts, dense])
    write(folder / "3_Dense" / "config.json", {"in_features": 2048, "out_features": 1024})
    assert "3_Dense/model.safetensors" in problem(tmp_path)
    (folder / "3_Dense" / "model.safetensors").write_bytes(b"x")
    assert problem(tmp_path) == ""
    pooling = folder / "1_Pooling" / "config.json"
    write(pooling, {"word_embedding_dimension": 512, "pooling_mode_cls_token": True, "pooling_mode_max_tokens": True})
    write(folder / "modules.json", parts)
    assert problem(tmp_path) == ""


@pytest.mark.parametrize("file", ["config.json", "modules.json", "tokenizer.json", "model.safetensors"])
def test_a_missing_or_empty_file_is_named(tmp_path: Path, file: str) -> None:
    folder = place(tmp_path, "KURE-v1")
    (folder / file).write_bytes(b"")
    assert file in problem(tmp_path)
    (folder / file).unlink()
    assert file in problem(tmp_path)


@pytest.mark.parametrize("content", [b"{", b"[1]", b"\xff\xfe", b"null"])
@pytest.mark.parametrize("file", ["config.json", "modules.json", "1_Pooling/config.json"])
def test_a_garbled_file_is_a_problem_and_no_error(tmp_path: Path, file: str, content: bytes) -> None:
    folder = place(tmp_path, "KURE-v1")
    (folder / file).write_bytes(content)
    assert problem(tmp_path)


def test_a_half_downloaded_model_is_passed_over_and_the_status_says_so(tmp_path: Path) -> None:
    place(tmp_path, "KURE-v1", weights=b"half")
    place(tmp_path, "bge-m3")
    entry = {"size": 1000, "sha256": "0" * 64}
    write(tmp_path / "manifest.json", {"files": {"embeddings/KURE-v1/model.safetensors": entry}})
    assert taken(tmp_path) == "bge-m3"
    assert "4 bytes instead of 1000" in ROW.remark(configured(tmp_path))


def test_only_safetensors_and_known_parts_are_loaded(tmp_path: Path) -> None:
    folder = place(tmp_path, "KURE-v1")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    assert "safetensors" in problem(tmp_path)
    (folder / "pytorch_model.bin").rename(folder / "model.safetensors")
    for kind in ("os.system", "custom_model.Transformer", "sentence_transformers.models.Router"):
        write(folder / "modules.json", [{"idx": 0, "name": "0", "path": "", "type": kind}])
        assert "not supported" in problem(tmp_path)


def test_program_code_of_a_model_is_never_run(tmp_path: Path) -> None:
    folder = place(tmp_path, "KURE-v1")
    write(folder / "config.json", {"hidden_size": 1024, "auto_map": {"AutoModel": "own.Model"}})
    assert "code" in problem(tmp_path)


def test_weights_in_several_files_are_all_needed(tmp_path: Path) -> None:
    folder = place(tmp_path, "large")
    (folder / "model.safetensors").rename(folder / "model-00001-of-00002.safetensors")
    names = {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}
    write(folder / "model.safetensors.index.json", {"weight_map": names})
    assert "model-00002-of-00002.safetensors" in problem(tmp_path)
    (folder / names["b"]).write_bytes(b"x")
    assert problem(tmp_path) == ""
    assert f"embeddings/large/{names['b']}" in ROW.files(configured(tmp_path))
    write(folder / "model.safetensors.index.json", {"weight_map": {"a": "../../elsewhere.safetensors"}})
    assert problem(tmp_path)


class TestIdentity:
    """The name of a model's vector space."""

    def test_the_same_files_have_the_same_name_everywhere(self, tmp_path: Path) -> None:
        place(tmp_path / "here", "KURE-v1")
        shutil.copytree(tmp_path / "here", tmp_path / "there", copy_function=shutil.copyfile)
        names = {self.name(tmp_path / where) for where in ("here", "there")}
        assert len(names) == 1
        assert names.pop().startswith("KURE-v1@")

    def test_a_trained_model_has_another_name(self, tmp_path: Path) -> None:
        folder = place(tmp_path, "KURE-v1")
        before = self.name(tmp_path)
        (folder / "model.safetensors").write_bytes(bytes(byte ^ 1 for byte in WEIGHTS))
        assert self.name(tmp_path) != before

    @pytest.mark.parametrize("file", ["tokenizer.json", "1_Pooling/config.json", "config_sentence_transformers.json"])
    def test_so_has_one_that_reads_texts_differently(self, tmp_path: Path, file: str) -> None:
        folder = place(tmp_path, "KURE-v1")
        before = self.name(tmp_path)
        content = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(content + "\n", encoding="utf-8")
        assert self.name(tmp_path) != before

    @staticmethod
    def name(models: Path) -> str:
        model = find(configured(models)).model
        assert model is not None
        return identity(model)
