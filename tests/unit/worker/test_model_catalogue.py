"""The catalogue of models: it is consistent, its policies hold, and the hardware decides which model runs."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from ai_worker.hardware import Gpu, Hardware
from ai_worker.model_files.catalogue import Model, catalogue, check_path, choose, preference, read_catalogue
from interview_contracts.vocabulary import Capability
from tests.support import model_catalogues

pytestmark = pytest.mark.unit

FOLDERS = {
    Capability.LLM: "llm", Capability.STT: "stt", Capability.TTS: "tts", Capability.EMBEDDINGS: "embeddings",
    Capability.FACE: "face", Capability.EMOTION: "emotion",
}  # fmt: skip
LANGUAGE_MODELS = [model.name for model in preference(Capability.LLM)]
ROOT = Path(__file__).resolve().parents[3]


def names(models: Iterable[Model]) -> set[str]:
    return {model.key for model in models}


@pytest.mark.parametrize("profile", ["cpu", "gpu-8g", "gpu-24g", "korean-apache", "exaone"])
def test_every_profile_serves_every_capability_but_emotion(profile: str) -> None:
    served = {model.capability for model in catalogue().select([profile])}
    assert served == set(FOLDERS) - {Capability.EMOTION}


def test_korean_apache_has_no_licence_that_forbids_or_leaves_open_commercial_use() -> None:
    uses = {catalogue().licences[model.licence].commercial_use for model in catalogue().select(["korean-apache"])}
    assert uses <= {"allowed", "conditional"}


def test_exaone_is_never_for_commercial_use() -> None:
    models = [model for model in catalogue().models if "EXAONE" in model.title]
    assert {catalogue().licences[model.licence].commercial_use for model in models} == {"forbidden"}
    assert {"exaone-3.5-7.8b", "exaone-3.5-2.4b"} <= names(models)


def test_the_named_default_is_the_best_language_model() -> None:
    assert LANGUAGE_MODELS[0] == "EXAONE-3.5-7.8B-Instruct-Q4_K_M.gguf"


@pytest.mark.parametrize("model", catalogue().models, ids=lambda model: model.key)
def test_a_model_lies_in_the_folder_of_its_capability(model: Model) -> None:
    folder = FOLDERS[model.capability]
    assert all(path.startswith(f"{folder}/") for path in model.paths)
    assert all(f"/{model.name}" in f"/{path}" for path in model.paths)
    known = sum(file.size for file in model.files)
    if all(file.size for file in model.files):
        assert model.about_bytes == known


@pytest.mark.parametrize("model", catalogue().models, ids=lambda model: model.key)
def test_a_checksum_comes_with_a_size_and_a_revision_is_a_commit_or_main(model: Model) -> None:
    assert all(bool(file.sha256) == bool(file.size) for file in model.files)
    assert re.fullmatch(r"[0-9a-f]{40}|main", model.source.revision)
    assert len({file.sha256 for file in model.files if file.sha256}) == sum(bool(f.sha256) for f in model.files)


def test_extras_are_those_of_the_worker() -> None:
    text = (ROOT / "ai-worker" / "pyproject.toml").read_text(encoding="utf-8")
    assert all(
        re.search(rf"^{model.extra} = \[", text, flags=re.MULTILINE) for model in catalogue().models if model.extra
    )


@pytest.mark.parametrize(
    "path", ["../x", "/etc/passwd", "a/../../x", "a//b", "./a", "a\\b", "", ".", "a/./b", "a\0b", "a/"]
)
def test_a_path_that_could_leave_the_folder_is_refused(path: str) -> None:
    with pytest.raises(ValueError):
        check_path(path)


def test_a_catalogue_with_such_a_path_is_refused(tmp_path: Path) -> None:
    file = model_catalogues.write(tmp_path, {"../../outside.gguf": b"x"}, source='url = "http://h"')
    with pytest.raises(ValueError, match="not a path inside"):
        read_catalogue(file)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('licence = "free"', 'licence = "none"'),
        ('models = ["words"]', 'models = ["verbs"]'),
        ("rank = 1", "rank = 1\nspeed = 3"),
        ('source = { url = "http://h" }', 'source = { url = "http://h", repository = "a/b" }'),
        ("sha256 = ", "md5 = "),
    ],
)
def test_a_catalogue_with_loose_ends_is_refused(tmp_path: Path, before: str, after: str) -> None:
    file = model_catalogues.write(tmp_path, {"words.gguf": b"x"}, source='url = "http://h"')
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(ValueError):
        read_catalogue(file)


def gpu(memory_mb: int) -> tuple[Gpu, ...]:
    return (Gpu(0, "GPU", memory_mb, memory_mb),)


@pytest.mark.parametrize(
    ("hardware", "runs"),
    [
        (Hardware(cores=2, memory_mb=16_000), "EXAONE-3.5-2.4B-Instruct-Q4_K_M.gguf"),
        (Hardware(cores=32, memory_mb=64_000), "EXAONE-3.5-7.8B-Instruct-Q4_K_M.gguf"),
        (Hardware(cores=32, memory_mb=9_000), "EXAONE-3.5-2.4B-Instruct-Q4_K_M.gguf"),
        (Hardware(cores=32, memory_mb=17_000), "EXAONE-3.5-7.8B-Instruct-Q4_K_M.gguf"),
        (Hardware(cores=32, memory_mb=5_000), "kanana-1.5-2.1b-instruct-2505-Q4_K_M.gguf"),
        (Hardware(cores=2, memory_mb=8_000, gpus=gpu(8_188)), "EXAONE-3.5-7.8B-Instruct-Q4_K_M.gguf"),
        (Hardware(cores=2, memory_mb=16_000, gpus=gpu(4_096)), "EXAONE-3.5-2.4B-Instruct-Q4_K_M.gguf"),
        (Hardware(cores=1, memory_mb=1_000), "kanana-1.5-2.1b-instruct-2505-Q4_K_M.gguf"),
    ],
)
def test_the_hardware_decides_which_model_runs(hardware: Hardware, runs: str) -> None:
    assert choose(Capability.LLM, LANGUAGE_MODELS, hardware) == runs


def test_models_of_one_process_are_reckoned_once() -> None:
    machine = Hardware(cores=16, memory_mb=1_300)
    assert choose(Capability.STT, ["large-v3-turbo", "small"], machine) == "large-v3-turbo"


def test_only_what_is_there_can_run() -> None:
    small = Hardware(cores=2, memory_mb=16_000)
    assert choose(Capability.STT, ["large-v3-turbo", "small"], small) == "small"
    assert choose(Capability.STT, ["large-v3-turbo"], small) == "large-v3-turbo"
    assert choose(Capability.STT, ["mine", "also-mine"], small) == "also-mine"
    assert choose(Capability.STT, ["mine", "small"], small) == "small"
    assert choose(Capability.STT, [], small) == ""
