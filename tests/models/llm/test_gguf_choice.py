"""Which of the files in a models folder is loaded."""

from pathlib import Path

import pytest

from ai_worker.engines.llm.llama.files import chosen, parts, present, problem
from ai_worker.hardware import Gpu, Hardware
from tests.models.llm.rows import configured

pytestmark = pytest.mark.models

DEFAULT = "EXAONE-3.5-7.8B-Instruct-Q4_K_M.gguf"
SMALL = "EXAONE-3.5-2.4B-Instruct-Q4_K_M.gguf"
WITH_GPU = Hardware(cores=16, memory_mb=64_000, gpus=(Gpu(0, "GPU", 24_576, 24_000),))
WITHOUT_GPU = Hardware(cores=2, memory_mb=24_000)
GIB = 1024**3


def folder_with(folder: Path, **sizes: int) -> Path:
    """Put files of these sizes in bytes into a models folder; they take no room on the disk."""
    (folder / "llm").mkdir()
    for name, size in sizes.items():
        with (folder / "llm" / name).open("wb") as file:
            file.truncate(size)
    return folder


def test_the_named_default_profile_comes_first_where_there_is_a_gpu(tmp_path: Path) -> None:
    config = configured(folder_with(tmp_path, **{DEFAULT: 10, SMALL: 10, "other.gguf": 10}))
    assert chosen(config, WITH_GPU) == f"llm/{DEFAULT}"
    assert chosen(config, WITHOUT_GPU) == f"llm/{SMALL}"


def test_a_known_model_comes_before_unknown_ones_even_where_it_is_slow(tmp_path: Path) -> None:
    config = configured(folder_with(tmp_path, **{DEFAULT: 10, "other.gguf": 10}))
    assert chosen(config, WITHOUT_GPU) == f"llm/{DEFAULT}"


def test_among_unknown_files_the_largest_that_is_fast_enough_is_taken(tmp_path: Path) -> None:
    sizes = {"small.gguf": GIB, "middle.gguf": 2 * GIB, "large.gguf": 9 * GIB}
    config = configured(folder_with(tmp_path, **sizes))
    assert chosen(config, WITHOUT_GPU) == "llm/middle.gguf"
    assert chosen(config, WITH_GPU) == "llm/large.gguf"
    assert chosen(config, Hardware(cores=2, memory_mb=1000)) == "llm/small.gguf"
    assert chosen(config, Hardware(cores=2, memory_mb=4_000)) == "llm/small.gguf", "two processes hold it"
    assert chosen(config, Hardware(cores=2, memory_mb=7_000)) == "llm/middle.gguf"


def test_a_file_that_goes_while_the_folder_is_read_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_with(tmp_path, **{"gone.gguf": 10, "here.gguf": 10}) / "llm"
    (folder / "folder.gguf").mkdir()
    (folder / "link.gguf").symlink_to(folder / "nowhere")
    names = Path.glob

    def read_and_lose(path: Path, pattern: str) -> list[Path]:
        found = list(names(path, pattern))
        (folder / "gone.gguf").unlink()
        return found

    monkeypatch.setattr(Path, "glob", read_and_lose)
    assert present(tmp_path) == {"here.gguf": 10}


def test_what_is_no_model_of_its_own_is_passed_over(tmp_path: Path) -> None:
    names = ("mmproj-vision.gguf", ".part.gguf", "big-00002-of-00002.gguf", "notes.txt", "big-00001-of-00002.gguf")
    config = configured(folder_with(tmp_path, **dict.fromkeys(names, 10)))
    assert chosen(config, WITH_GPU) == "llm/big-00001-of-00002.gguf"


def test_a_split_model_needs_all_its_parts(tmp_path: Path) -> None:
    config = configured(folder_with(tmp_path, **{"big-00001-of-00002.gguf": 10}))
    assert parts("llm/big-00001-of-00002.gguf") == ("llm/big-00001-of-00002.gguf", "llm/big-00002-of-00002.gguf")
    assert parts("llm/one-of-two.gguf") == ("llm/one-of-two.gguf",)
    assert "big-00002-of-00002.gguf" in problem(config)


def test_a_named_file_is_taken_whatever_else_is_there(tmp_path: Path) -> None:
    config = configured(folder_with(tmp_path, **{DEFAULT: 10, "mine.gguf": 10}), llama_model="mine.gguf")
    assert chosen(config, WITH_GPU) == "llm/mine.gguf"


def test_there_may_be_none(tmp_path: Path) -> None:
    assert chosen(configured(tmp_path), WITH_GPU) == ""
