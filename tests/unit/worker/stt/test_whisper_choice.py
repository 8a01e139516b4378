"""Which Whisper model a machine loads: the best that is there, sound, and done in time."""

import json
from pathlib import Path

import pytest

from ai_worker.engines.stt.options import SttOptions
from ai_worker.engines.stt.whisper_files import choose, files_of, in_time, on_gpu, remark, why_none
from ai_worker.hardware import Gpu, Hardware
from interview_contracts.vocabulary import EngineQuality, Language

pytestmark = pytest.mark.unit

ALL = ("tiny", "base", "small", "medium", "large-v3", "large-v3-turbo")
TOKENS = ["a", "", "<|endoftext|>", "<|ko|>", "<|en|>"]


def put(models: Path, *names: str, weight: int = 100, tokens: list[str] | None = None) -> Path:
    """Lay folders of models down; their files are as long as needed and hold nothing."""
    for name in names:
        folder = models / "stt" / name
        folder.mkdir(parents=True)
        for file in ("config.json", "tokenizer.json"):
            (folder / file).write_text("{}", encoding="utf-8")
        with (folder / "model.bin").open("wb") as model:
            model.truncate(weight)
        (folder / "vocabulary.json").write_text(json.dumps(TOKENS if tokens is None else tokens), encoding="utf-8")
    return models


def machine(cores: int = 2, memory_mb: int = 16_000, gpu_mb: int = 0) -> Hardware:
    gpus = (Gpu(0, "a GPU", gpu_mb, gpu_mb),) if gpu_mb else ()
    return Hardware(cores=cores, memory_mb=memory_mb, gpus=gpus)


def options(**values: object) -> SttOptions:
    own = {name: field.default for name, field in SttOptions.model_fields.items()}
    return SttOptions.model_validate({**own, **values})


def chosen(models: Path, hardware: Hardware, **values: object) -> str | None:
    folder = choose(models, options(**values), hardware)
    return folder.name if folder else None


@pytest.mark.parametrize(
    ("hardware", "name"),
    [
        (machine(cores=1), "base"),
        (machine(cores=2), "small"),
        (machine(cores=4), "small"),
        (machine(cores=8), "medium"),
        (machine(cores=16), "large-v3-turbo"),
        (machine(cores=64), "large-v3-turbo"),
        (machine(cores=16, memory_mb=1500), "small"),
        (machine(cores=2, gpu_mb=24_000), "large-v3-turbo"),
        (machine(cores=2, gpu_mb=2_400), "medium"),
        (machine(cores=2, gpu_mb=1_300), "small"),
        (machine(cores=2, gpu_mb=100), "small"),
        (machine(cores=16, gpu_mb=1_300), "large-v3-turbo"),
    ],
)
def test_the_hardware_decides_on_the_size(tmp_path: Path, hardware: Hardware, name: str) -> None:
    assert chosen(put(tmp_path, *ALL), hardware) == name


def test_settings_decide_before_the_hardware(tmp_path: Path) -> None:
    put(tmp_path, *ALL)
    assert chosen(tmp_path, machine(cores=2), whisper_model="large-v3") == "large-v3"
    assert chosen(tmp_path, machine(cores=2), whisper_threads=16) == "large-v3-turbo"
    assert chosen(tmp_path, machine(cores=2, gpu_mb=24_000), whisper_device="cpu") == "small"
    assert chosen(tmp_path, machine(cores=2), whisper_device="cuda") == "large-v3-turbo"


def test_where_nothing_is_done_in_time_the_fastest_is_taken_and_the_page_says_so(tmp_path: Path) -> None:
    put(tmp_path, "medium", "large-v3")
    assert chosen(tmp_path, machine(cores=2)) == "medium"
    assert "too large" in remark(tmp_path, options(), machine(cores=2))
    assert remark(tmp_path, options(), machine(cores=8)) == ""


def test_a_broken_model_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "small", "base")
    (tmp_path / "stt" / "small" / "tokenizer.json").unlink()
    assert chosen(tmp_path, machine()) == "base"
    assert why_none(tmp_path, options()) == ""
    assert "tokenizer.json" in why_none(tmp_path, options(whisper_model="small"))
    (tmp_path / "stt" / "base" / "model.bin").write_bytes(b"")
    assert chosen(tmp_path, machine()) is None
    assert "empty" in why_none(tmp_path, options())
    assert "stt/base/model.bin" in files_of(tmp_path, options(), machine())


@pytest.mark.parametrize("name", ["../small", "/etc", "a/b", "..", "."])
def test_a_name_never_leaves_the_folder(tmp_path: Path, name: str) -> None:
    put(tmp_path, "small")
    assert chosen(tmp_path, machine(), whisper_model=name) is None
    assert "WHISPER_MODEL" in why_none(tmp_path, options(whisper_model=name))
    assert all(file.startswith("stt/small/") for file in files_of(tmp_path, options(whisper_model=name), machine()))


def test_a_model_that_knows_korean_goes_before_a_larger_english_one(tmp_path: Path) -> None:
    put(tmp_path, "small.en", "base")
    assert chosen(tmp_path, machine()) == "base"
    folder = choose(tmp_path, options(whisper_model="small.en"), machine())
    assert folder is not None
    assert folder.languages == (Language.EN,)
    assert "English only" in remark(tmp_path, options(whisper_model="small.en"), machine())


@pytest.mark.parametrize("name", ["distil-large-v3", "distil-small.en", "base-en"])
def test_english_models_are_known_by_their_names(tmp_path: Path, name: str) -> None:
    folder = choose(put(tmp_path, name), options(), machine())
    assert folder is not None
    assert folder.languages == (Language.EN,)


def test_a_vocabulary_as_plain_text_is_read(tmp_path: Path) -> None:
    put(tmp_path, "small")
    folder = tmp_path / "stt" / "small"
    (folder / "vocabulary.json").unlink()
    (folder / "vocabulary.txt").write_text("\n".join(TOKENS) + "\n", encoding="utf-8")
    found = choose(tmp_path, options(), machine())
    assert found is not None
    assert found.languages == (Language.KO, Language.EN)
    (folder / "vocabulary.txt").write_text("a\nb\n<|ko|>\n", encoding="utf-8")
    found = choose(tmp_path, options(), machine())
    assert found is not None
    assert found.languages == (Language.EN,)


@pytest.mark.parametrize(
    ("weight", "size", "quality"),
    [
        (40_000_000, "tiny", EngineQuality.BASIC),
        (78_000_000, "base", EngineQuality.BASIC),
        (250_000_000, "small", EngineQuality.PRODUCTION),
        (790_000_000, "medium", EngineQuality.PRODUCTION),
        (3_000_000_000, "large", EngineQuality.PRODUCTION),
    ],
)
def test_a_name_that_tells_nothing_is_weighed(tmp_path: Path, weight: int, size: str, quality: EngineQuality) -> None:
    folder = choose(put(tmp_path, "our-own", weight=weight), options(), machine())
    assert folder is not None
    assert (folder.size.name, folder.size.quality) == (size, quality)


def test_a_gpu_without_room_is_left_alone(tmp_path: Path) -> None:
    folder = choose(put(tmp_path, *ALL), options(), machine(cores=16, gpu_mb=1_300))
    assert folder is not None
    assert not on_gpu(folder, options(), machine(cores=16, gpu_mb=1_300))
    assert on_gpu(folder, options(), machine(cores=16, gpu_mb=4_000))
    assert not on_gpu(folder, options(whisper_device="cpu"), machine(cores=16, gpu_mb=4_000))
    assert on_gpu(folder, options(whisper_device="cuda"), machine(cores=16))


def test_without_nvidias_library_a_gpu_is_taken_at_its_word(tmp_path: Path) -> None:
    folder = choose(put(tmp_path, "large-v3"), options(whisper_device="cuda"), machine())
    assert folder is not None
    assert in_time(folder, options(whisper_device="cuda"), machine())
