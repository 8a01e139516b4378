"""Whisper models under `stt/` of the models folder: which are there, what they can do, and which one to load here."""

import json
from dataclasses import dataclass
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Final

from ai_worker.engines.stt.options import SttOptions
from ai_worker.hardware import Hardware
from ai_worker.model_files.manifest import unsound
from interview_contracts.vocabulary import EngineQuality, Language

FOLDER: Final = "stt"
IN_TIME_S: Final = 5.0
"""A window of a live answer should be done within this: its last one is what the next question waits for."""

_NEEDED: Final = ("model.bin", "config.json", "tokenizer.json")
_VOCABULARIES: Final = ("vocabulary.json", "vocabulary.txt")
_OPTIONAL: Final = ("preprocessor_config.json",)
_MEMORY_SHARE: Final = 0.6
"""Share of this machine's memory that one process's model may take."""

_SCALING: Final = 0.85
"""How well more cores help: time goes down with their number to this power."""


@dataclass(frozen=True, slots=True)
class Size:
    """A size of Whisper: millions of weights, seconds of one window on two cores (int8), MiB there and on a GPU."""

    name: str
    weights: int
    window_s: float
    memory_mb: int
    gpu_memory_mb: int
    quality: EngineQuality = EngineQuality.PRODUCTION


SIZES: Final = (
    Size("large-v3-turbo", 809, 22.0, 1300, 2600),
    Size("large", 1550, 34.0, 2400, 4500),
    Size("medium", 769, 12.0, 1300, 2300),
    Size("small", 244, 4.0, 600, 1200),
    Size("base", 74, 1.4, 350, 700, EngineQuality.BASIC),
    Size("tiny", 39, 0.8, 250, 500, EngineQuality.BASIC),
)
"""Best first. The turbo model is as good as the large one in Korean and leaves a GPU room for more interviews."""


@dataclass(frozen=True, slots=True)
class WhisperFolder:
    """A model as it lies below `stt/`, with the size that its name or its weight in bytes tells."""

    name: str
    size: Size
    multilingual: bool
    files: tuple[str, ...]

    @property
    def vocabulary(self) -> str:
        """Return the file of the tokens."""
        return next(file for file in self.files if Path(file).name in _VOCABULARIES)

    @property
    def languages(self) -> tuple[Language, ...]:
        """Return the languages of interviews that it knows."""
        return (Language.KO, Language.EN) if self.multilingual else (Language.EN,)

    def window_s(self, cores: int) -> float:
        """Return how many seconds a window takes on so many cores, roughly."""
        return self.size.window_s * float((2 / max(cores, 1)) ** _SCALING)


def why_none(models_dir: Path, options: SttOptions) -> str:
    """Return in one English sentence why there is no model to load, "" when there is one."""
    name = options.whisper_model
    if name:
        if not _plain(name):
            return "WHISPER_MODEL is not the name of a folder below stt/ of the models folder."
        return unsound(models_dir, _files(models_dir, name))
    names = _names(models_dir)
    if not names:
        return "There is no Whisper model in the models folder (stt/)."
    problems = [unsound(models_dir, _files(models_dir, name)) for name in names]
    return "" if "" in problems else problems[0]


def files_of(models_dir: Path, options: SttOptions, hardware: Hardware) -> tuple[str, ...]:
    """Return the files that would be loaded, relative to the models folder; those of a broken model where it is named
    or nothing else is there."""
    chosen = choose(models_dir, options, hardware)
    if chosen is not None:
        return chosen.files
    name = options.whisper_model if _plain(options.whisper_model) else next(iter(_names(models_dir)), "")
    return _files(models_dir, name) if name else ()


def choose(models_dir: Path, options: SttOptions, hardware: Hardware) -> WhisperFolder | None:
    """Return the named model, or the best sound one that is done in time here, or else the fastest; None without one.

    Models that know both languages of interviews go before English-only ones.
    """
    names = (options.whisper_model,) if options.whisper_model else _names(models_dir)
    sound = [name for name in names if _plain(name) and not unsound(models_dir, _files(models_dir, name))]
    read = (_read(models_dir, name) for name in sound)
    folders = sorted((one for one in read if one is not None), key=lambda one: SIZES.index(one.size))
    folders = [one for one in folders if one.multilingual] or folders
    fitting = (one for one in folders if in_time(one, options, hardware))
    return next(fitting, min(folders, key=lambda one: one.size.window_s, default=None))


def remark(models_dir: Path, options: SttOptions, hardware: Hardware) -> str:
    """Return what a reader of the status page should know about the chosen model, "" for nothing."""
    folder = choose(models_dir, options, hardware)
    if folder is None:
        return ""
    remarks = [] if folder.multilingual else [f"The speech model {folder.name} knows English only."]
    if not in_time(folder, options, hardware):
        remarks.append(f"The speech model {folder.name} is too large for live answers on this machine.")
    if folder.size.quality is not EngineQuality.PRODUCTION:
        remarks.append(f"The speech model {folder.name} is a small one and gets many words wrong.")
    return " ".join(remarks)


def in_time(folder: WhisperFolder, options: SttOptions, hardware: Hardware) -> bool:
    """Tell whether the model keeps up with live answers on this hardware."""
    if on_gpu(folder, options, hardware):
        # Without NVIDIA's library nobody knows how much memory a GPU has that the settings promise.
        return not hardware.gpus or _gpu_holds(folder, hardware)
    if folder.size.memory_mb > _MEMORY_SHARE * hardware.memory_mb:
        return False
    return folder.window_s(options.whisper_threads or hardware.cores) <= IN_TIME_S


def on_gpu(folder: WhisperFolder, options: SttOptions, hardware: Hardware) -> bool:
    """Tell whether the model is to be loaded to a GPU: the settings say so, or leave it open and one has room."""
    if options.whisper_device == "auto":
        return _gpu_holds(folder, hardware)
    return options.whisper_device == "cuda"


def _gpu_holds(folder: WhisperFolder, hardware: Hardware) -> bool:
    return any(gpu.free_mb >= folder.size.gpu_memory_mb for gpu in hardware.gpus)


def _plain(name: str) -> bool:
    return bool(name) and name not in {".", ".."} and not {"/", "\\", "\0"} & set(name)


def _names(models_dir: Path) -> tuple[str, ...]:
    try:
        folders = sorted((models_dir / FOLDER).iterdir())
    except OSError:
        return ()
    return tuple(one.name for one in folders if not one.name.startswith(".") and (one / "model.bin").exists())


def _files(models_dir: Path, name: str) -> tuple[str, ...]:
    folder = models_dir / FOLDER / name
    vocabulary = next((one for one in _VOCABULARIES if (folder / one).exists()), _VOCABULARIES[0])
    optional = [one for one in _OPTIONAL if (folder / one).exists()]
    return tuple(f"{FOLDER}/{name}/{file}" for file in (*_NEEDED, vocabulary, *optional))


def _read(models_dir: Path, name: str) -> WhisperFolder | None:
    files = _files(models_dir, name)
    vocabulary = next(models_dir / file for file in files if Path(file).name in _VOCABULARIES)
    try:
        weight = (models_dir / FOLDER / name / "model.bin").stat().st_size
        multilingual = not _english_name(name) and _multilingual(vocabulary, vocabulary.stat().st_mtime_ns)
    except OSError:  # taken away in this moment
        return None
    return WhisperFolder(name=name, size=_size(name, weight), multilingual=multilingual, files=files)


def _size(name: str, weight: int) -> Size:
    words = name.lower()
    if "turbo" in words:
        return SIZES[0]
    named = next((size for size in SIZES if size.name in words), None)
    if named is not None:
        return named
    # A name that tells nothing: by its bytes, as if each weight were one.
    return min(SIZES[1:], key=lambda size: abs(log(size.weights * 1e6 / max(weight, 1))))


def _english_name(name: str) -> bool:
    words = name.lower()
    return words.endswith((".en", "-en", "_en")) or ("distil" in words and "ko" not in words)


@lru_cache(maxsize=64)
def _multilingual(vocabulary: Path, _modified_ns: int) -> bool:
    """Tell whether CTranslate2 will take the model for multilingual: its vocabulary holds the empty string."""
    tokens = vocabulary_of(vocabulary)
    return "" in tokens and f"<|{Language.KO.value}|>" in tokens


def vocabulary_of(file: Path) -> tuple[str, ...]:
    """Return the tokens of a model in the order of their numbers; none where the file cannot be read."""
    try:
        text = file.read_text(encoding="utf-8")
        tokens = json.loads(text) if file.suffix == ".json" else text.removesuffix("\n").split("\n")
    except (OSError, ValueError):
        return ()
    return tuple(map(str, tokens)) if isinstance(tokens, list) else ()
