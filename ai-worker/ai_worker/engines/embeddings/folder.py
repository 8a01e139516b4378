"""Models in the layout of sentence-transformers under the models folder: which one is taken, and what it is made of.

Reads names, sizes and a few small files; imports no model library.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from ai_worker.engines.base import EngineConfig
from ai_worker.model_files.manifest import unsound
from interview_contracts.payloads.embeddings import DIMENSIONS

FOLDER: Final = "embeddings"
WEIGHTS: Final = "model.safetensors"
PREFERRED: Final = ("kure-v1", "bge-m3", "qwen3-embedding-0.6b")
"""Best first, in lower case; models that are not named here come after them."""

_SHARDS: Final = "model.safetensors.index.json"
_SMALL_FILES: Final = (
    "config.json",
    "modules.json",
    "config_sentence_transformers.json",
    "sentence_bert_config.json",
    "special_tokens_map.json",
    "tokenizer.json",
    "tokenizer_config.json",
)
_NEEDED: Final = frozenset({"config.json", "modules.json", "tokenizer.json"})
_PARTS: Final = frozenset({"Transformer", "Pooling", "Normalize", "Dense"})
_LONGEST_NAME: Final = 150

_READ_WHOLE: Final = 32 * 2**20
_SAMPLES: Final = 64
_SAMPLE: Final = 64 * 2**10


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model that can be loaded. `files` are all that it is made of, relative to the models folder."""

    models_dir: Path
    name: str
    files: tuple[str, ...]

    @property
    def path(self) -> Path:
        """Return the model's own folder."""
        return self.models_dir / FOLDER / self.name


@dataclass(frozen=True, slots=True)
class Found:
    """The model to take, None with `problem` in one English sentence where there is none.

    With a model, `problem` tells why a better one was passed over ("" when none was).
    """

    model: ModelFolder | None
    problem: str


class _UnusableError(Exception):
    """Says in one English sentence why a folder's model cannot be used."""


def find(config: EngineConfig) -> Found:
    """Return the configured model, or else the best one that is whole and of the database's dimension."""
    root = config.models_dir / FOLDER
    wanted = config.options.sentence_transformers_model.strip()
    if wanted:
        if Path(wanted).name != wanted or wanted in {".", ".."}:
            return Found(None, "SENTENCE_TRANSFORMERS_MODEL is not the name of a folder.")
        names = [wanted]
    else:
        names = sorted((entry.name for entry in _folders(root)), key=_rank)
    problems: list[str] = []
    for name in names:
        try:
            return Found(_examined(config.models_dir, name), problems[0] if problems else "")
        except _UnusableError as error:
            problems.append(str(error))
    return Found(None, problems[0] if problems else f"There is no embeddings model in the models folder ({FOLDER}/).")


def fingerprint(model: ModelFolder) -> str:
    """Return twelve hex digits that change with the model's files; the same files give the same ones everywhere.

    Large files are sampled at places all over them: whoever trains a model changes it everywhere. Raises `OSError`.
    """
    parts = []
    for file in sorted(model.files):
        path = model.models_dir / file
        state = path.stat()
        within = path.relative_to(model.path).as_posix()
        parts.append((within, str(path), state.st_size, state.st_mtime_ns, state.st_ino))
    return _fingerprint(tuple(parts))


def identity(model: ModelFolder) -> str:
    """Return the name of the model's vector space: the folder's name and the fingerprint. Raises `OSError`."""
    return f"{model.name[:_LONGEST_NAME]}@{fingerprint(model)}"


def _folders(root: Path) -> Iterator[Path]:
    if root.is_dir():
        yield from (entry for entry in root.iterdir() if entry.is_dir() and not entry.name.startswith("."))


def _rank(name: str) -> tuple[int, str]:
    lower = name.lower()
    return (PREFERRED.index(lower) if lower in PREFERRED else len(PREFERRED), lower)


def _examined(models_dir: Path, name: str) -> ModelFolder:
    """Return a folder's model; raises `_UnusableError`."""
    path = models_dir / FOLDER / name
    if not path.is_dir():
        raise _UnusableError(f"There is no folder {FOLDER}/{name} in the models folder.")
    files = [file for file in _SMALL_FILES if file in _NEEDED or (path / file).is_file()]
    _require(models_dir, name, files)
    config = _object(path / "config.json", name)
    if config.get("auto_map"):
        raise _UnusableError(f"The model {name} needs program code of its own, which is never run.")
    files += _weights(models_dir, name, path)
    dimensions = config.get("hidden_size")
    for part, where in _parts(path, name):
        if part in {"Pooling", "Dense"}:
            own = [f"{where}/config.json", *([f"{where}/{WEIGHTS}"] if part == "Dense" else [])]
            _require(models_dir, name, own)
            files += own
            dimensions = _size_after(part, _object(path / where / "config.json", name))
    if dimensions != DIMENSIONS:
        raise _UnusableError(
            f"The model {name} gives vectors of {dimensions} dimensions; the database holds {DIMENSIONS}."
        )
    return ModelFolder(models_dir, name, tuple(f"{FOLDER}/{name}/{file}" for file in files))


def _require(models_dir: Path, name: str, files: Sequence[str]) -> None:
    problem = unsound(models_dir, [f"{FOLDER}/{name}/{file}" for file in files])
    if problem:
        raise _UnusableError(problem)


def _weights(models_dir: Path, name: str, path: Path) -> list[str]:
    if not (path / WEIGHTS).is_file() and (path / _SHARDS).is_file():
        shards = sorted({str(shard) for shard in _object(path / _SHARDS, name).get("weight_map", {}).values()})
        if not shards or any(Path(shard).name != shard or not shard.endswith(".safetensors") for shard in shards):
            raise _UnusableError(f"The list of weights of the model {name} cannot be read.")
        _require(models_dir, name, shards)
        return [_SHARDS, *shards]
    if not (path / WEIGHTS).is_file() and (path / "pytorch_model.bin").is_file():
        raise _UnusableError(f"The weights of the model {name} are not in the safetensors format.")
    _require(models_dir, name, [WEIGHTS])
    return [WEIGHTS]


def _parts(path: Path, name: str) -> Iterator[tuple[str, str]]:
    """Yield kind and folder of each part that a text goes through, in order."""
    modules = _read(path / "modules.json", name)
    try:
        parts = [(str(module["type"]), str(module["path"])) for module in modules]
    except (TypeError, KeyError):
        raise _UnusableError(f"The parts of the model {name} cannot be read.") from None
    for kind, where in parts:
        package, _, part = kind.rpartition(".")
        if package.partition(".")[0] != "sentence_transformers" or part not in _PARTS:
            raise _UnusableError(f"The model {name} has a part of a kind that is not supported ({part[:40]}).")
        if where and Path(where).name != where:
            raise _UnusableError(f"The parts of the model {name} cannot be read.")
        yield part, where


def _size_after(part: str, config: dict[str, Any]) -> Any:
    if part == "Dense":
        return config.get("out_features")
    size = config.get("embedding_dimension", config.get("word_embedding_dimension"))
    modes = config.get("pooling_mode")
    if isinstance(modes, list):
        count = len(modes)
    else:
        count = sum(bool(value) for key, value in config.items() if key.startswith("pooling_mode_"))
    return size * max(1, count) if isinstance(size, int) else size


def _object(path: Path, name: str) -> dict[str, Any]:
    content = _read(path, name)
    if not isinstance(content, dict):
        raise _UnusableError(f"The file {path.name} of the model {name} cannot be read.")
    return content


def _read(path: Path, name: str) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise _UnusableError(f"The file {path.name} of the model {name} cannot be read.") from None


@lru_cache(maxsize=16)
def _fingerprint(parts: tuple[tuple[str, str, int, int, int], ...]) -> str:
    total = hashlib.sha256()
    for within, path, size, _, _ in parts:
        total.update(f"{within}\0{size}\0".encode())
        with Path(path).open("rb") as file:
            if size <= _READ_WHOLE:
                total.update(file.read())
                continue
            for number in range(_SAMPLES):
                file.seek((size - _SAMPLE) * number // (_SAMPLES - 1))
                total.update(file.read(_SAMPLE))
    return total.hexdigest()[:12]
