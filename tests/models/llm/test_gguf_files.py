"""Files that are broken, swapped or too large: a clear error before and after the start, and never a dead process."""

import json
import shutil
import struct
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import gguf
import numpy as np
import pytest

from ai_worker.engines.base import NO_DEADLINE, EngineError
from ai_worker.engines.llm.llama_cpp_model import LlamaCppModel
from ai_worker.engines.llm.table import ENGINES
from interview_contracts.errors import ErrorCode
from tests.models.llm.questions import ask
from tests.models.llm.rows import configured, needs_llama
from tests.support.repository import ROOT
from tests.support.tiny_models import gguf as tiny

pytestmark = [pytest.mark.models, needs_llama]

ROW = ENGINES["llama_cpp"]


@pytest.fixture
def folder(tmp_path: Path, models_dir: Path) -> Path:
    """A models folder with one sound file of its own."""
    (tmp_path / "llm").mkdir()
    shutil.copy(models_dir / "llm" / "tiny-exaone.gguf", tmp_path / "llm" / "tiny.gguf")
    return tmp_path


def file_of(folder: Path) -> Path:
    return folder / "llm" / "tiny.gguf"


def list_in_manifest(folder: Path) -> None:
    """Write down size and digest of the file as if it had been fetched."""
    data = file_of(folder).read_bytes()
    entry = {"size": len(data), "sha256": sha256(data).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps({"files": {"llm/tiny.gguf": entry}}))


def load_error(folder: Path) -> EngineError:
    with pytest.raises(EngineError) as caught:
        LlamaCppModel(configured(folder)).load()
    return caught.value


def test_what_is_missing_is_named(tmp_path: Path, folder: Path) -> None:
    assert ".gguf" in ROW.missing(configured(tmp_path / "none"))
    assert "other.gguf" in ROW.missing(configured(folder, llama_model="other.gguf"))
    assert "LLAMA_MODEL" in ROW.missing(configured(folder, llama_model="../tiny.gguf"))
    assert "LLAMA_MODEL" in ROW.missing(configured(folder, llama_model=str(file_of(folder))))
    assert ROW.missing(configured(folder)) == ""
    assert ROW.files(configured(folder)) == ("llm/tiny.gguf",)


def test_a_half_downloaded_file_is_missed(folder: Path) -> None:
    list_in_manifest(folder)
    data = file_of(folder).read_bytes()
    file_of(folder).write_bytes(data[: len(data) // 2])

    assert "damaged" in ROW.missing(configured(folder))
    with pytest.raises(EngineError) as caught:
        LlamaCppModel(configured(folder))
    assert (caught.value.code, caught.value.retryable) == (ErrorCode.ENGINE_UNAVAILABLE, False)


def test_a_file_with_another_checksum_is_not_loaded(folder: Path) -> None:
    list_in_manifest(folder)
    data = bytearray(file_of(folder).read_bytes())
    data[-1] ^= 0xFF
    file_of(folder).write_bytes(data)

    assert ROW.missing(configured(folder)) == ""
    error = load_error(folder)
    assert (error.code, error.retryable) == (ErrorCode.ENGINE_UNAVAILABLE, False)


@pytest.mark.parametrize("share", [0.0001, 0.002, 0.02, 0.1, 0.5, 0.99])
def test_a_shortened_file_that_nobody_listed_is_not_loaded(folder: Path, share: float) -> None:
    data = file_of(folder).read_bytes()
    file_of(folder).write_bytes(data[: int(len(data) * share)])

    assert load_error(folder).code is ErrorCode.ENGINE_UNAVAILABLE


@pytest.mark.parametrize("data", [b"x", b"GGUF", b"PK\x03\x04" + bytes(5000), bytes(5000), b"GGUF" + b"\xff" * 5000])
def test_a_file_of_another_kind_is_not_loaded(folder: Path, data: bytes) -> None:
    file_of(folder).write_bytes(data)

    assert load_error(folder).code is ErrorCode.ENGINE_UNAVAILABLE


def test_a_token_that_is_there_twice_does_not_end_the_process(folder: Path) -> None:
    data = file_of(folder).read_bytes()
    first, second = (struct.pack("<Q", 1) + sign for sign in (b"A", b"B"))
    assert data.count(first) == 1
    file_of(folder).write_bytes(data.replace(first, second))

    assert load_error(folder).code is ErrorCode.ENGINE_UNAVAILABLE


def test_weights_that_are_no_numbers_give_no_answer(folder: Path) -> None:
    norm = next(each for each in gguf.GGUFReader(file_of(folder)).tensors if each.name == "output_norm.weight")
    with file_of(folder).open("r+b") as file:
        file.seek(norm.data_offset)
        file.write(np.full(norm.n_elements, np.nan, dtype=np.float32).tobytes())
    model = LlamaCppModel(configured(folder))

    with pytest.raises(EngineError) as caught:
        model.complete(ask(), deadline=NO_DEADLINE)
    assert (caught.value.code, caught.value.retryable) == (ErrorCode.ENGINE_OUTPUT_INVALID, False)


@pytest.mark.parametrize("how", ["replaced", "shortened", "removed"])
def test_a_file_that_is_swapped_while_it_is_used_changes_nothing_until_the_next_start(folder: Path, how: str) -> None:
    model = LlamaCppModel(configured(folder))
    text, identity = model.complete(ask(), deadline=NO_DEADLINE), model.describe()

    other = tiny.make(folder / "elsewhere", architecture="qwen3")
    if how == "replaced":
        other.replace(file_of(folder))
    elif how == "shortened":
        file_of(folder).write_bytes(b"GGUF")
    else:
        file_of(folder).unlink()

    assert model.complete(ask("다른 질문"), deadline=NO_DEADLINE)
    assert model.complete(ask(), deadline=NO_DEADLINE) == text
    assert model.describe() == identity
    if how == "replaced":
        assert LlamaCppModel(configured(folder)).describe().model != identity.model


def test_a_model_without_a_chat_template_gets_a_plain_one(folder: Path) -> None:
    data = file_of(folder).read_bytes()
    assert data.count(b"tokenizer.chat_template") == 1
    file_of(folder).write_bytes(data.replace(b"tokenizer.chat_template", b"tokenizer.chat_temp1ate"))
    model = LlamaCppModel(configured(folder))

    assert model.complete(ask(), deadline=NO_DEADLINE)


_LITTLE_MEMORY = """
import resource, sys
from pathlib import Path
import psutil
from ai_worker.engines.base import NO_DEADLINE, EngineError
from ai_worker.engines.llm.llama import library
from ai_worker.engines.llm.llama.header import read_header
from ai_worker.engines.llm.llama.placement import place
from ai_worker.engines.llm.llama.session import Session
from ai_worker.engines.llm.llama_cpp_model import LlamaCppModel
from ai_worker.hardware import Hardware
from tests.models.llm.questions import ask
from tests.models.llm.rows import configured

folder, left_mb, beneath = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "beneath"
config = configured(folder)
path = folder / "llm" / "tiny.gguf"
library.open_library()
placement = place(read_header(path), config.options, Hardware(1, 1000), ())
used = psutil.Process().memory_info().vms
resource.setrlimit(resource.RLIMIT_AS, (used + left_mb * 2**20, resource.RLIM_INFINITY))
try:
    # Beneath the check of what is free, where the library itself runs out.
    Session(path, placement) if beneath else LlamaCppModel(config).complete(ask(), deadline=NO_DEADLINE)
except EngineError as error:
    print(error.code.value)
"""


@pytest.mark.parametrize(("left_mb", "where"), [(100, "above"), (3, "beneath")])
def test_too_little_memory_is_an_error_and_not_the_end(folder: Path, left_mb: int, where: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _LITTLE_MEMORY, str(folder), str(left_mb), where],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (ended.returncode, ended.stdout.strip()) == (0, ErrorCode.OUT_OF_MEMORY.value), ended.stderr
