"""Which GGUF file is loaded, and what is wrong where none can be."""

from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import Final

from ai_worker.engines.base import EngineConfig
from ai_worker.hardware import Hardware, hardware
from ai_worker.model_files.catalogue import LANGUAGE_MODEL_COPIES, choose, preference
from ai_worker.model_files.manifest import unsound
from interview_contracts.vocabulary import Capability

FOLDER: Final = "llm"
SUFFIX: Final = ".gguf"
_MIB: Final = 1024**2
_LARGEST_WITHOUT_GPU_MB: Final = 3 * 1024
_PART_OF_MEMORY: Final = 0.6


def present(models_dir: Path) -> dict[str, int]:
    """Return the GGUF files of a models folder by their name below `llm/`, with their size in bytes.

    Files of vision projectors and further parts of split models are no models of their own.
    """
    folder = models_dir / FOLDER
    if not folder.is_dir():
        return {}
    sizes = {
        path.name: _size(path)
        for path in sorted(folder.glob(f"*{SUFFIX}"))
        if not path.name.startswith((".", "mmproj")) and not _is_later_part(path.stem)
    }
    return {name: size for name, size in sizes.items() if size is not None}


def chosen(config: EngineConfig, machine: Hardware | None = None) -> str:
    """Return the file to load relative to the models folder; "" where there is none.

    A named file need not exist. Without a name, the catalogue's best that fits this machine comes first, then, among
    files that the catalogue does not know, the largest that is fast enough here, else the smallest.
    """
    named = config.options.llama_model.strip()
    if named:
        return str(PurePosixPath(FOLDER) / named)
    machine = machine or hardware()
    files = present(config.models_dir)
    known = [name for name in files if any(model.name == name for model in preference(Capability.LLM))]
    name = choose(Capability.LLM, known, machine) if known else _by_size(files, machine)
    return f"{FOLDER}/{name}" if name else ""


def parts(file: str) -> tuple[str, ...]:
    """Return all files of a model whose first one is given: itself, or the parts of a split model."""
    stem = file.removesuffix(SUFFIX)
    match stem.rsplit("-", 3):
        case [name, number, "of", count] if number.isdigit() and count.isdigit():
            return tuple(f"{name}-{part:0{len(number)}}-of-{count}{SUFFIX}" for part in range(1, int(count) + 1))
    return (file,)


def problem(config: EngineConfig) -> str:
    """Return in one English sentence why no file can be loaded, "" when one can. Cheap: names and sizes only."""
    file = chosen(config)
    if not file:
        return f"There is no {SUFFIX} file in the models folder ({FOLDER}/)."
    if ".." in PurePosixPath(file).parts or PurePosixPath(config.options.llama_model).is_absolute():
        return f"LLAMA_MODEL leads out of the folder {FOLDER} of the models folder."
    return unsound(config.models_dir, parts(file))


def _size(path: Path) -> int | None:
    """Return a file's size in bytes; None for what is no file, or is gone since its name was read."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_size if S_ISREG(state.st_mode) else None


def _by_size(files: dict[str, int], machine: Hardware) -> str:
    if machine.gpus:
        room_mb = max(gpu.memory_mb for gpu in machine.gpus) * _PART_OF_MEMORY
    else:
        room_mb = min(_LARGEST_WITHOUT_GPU_MB, machine.memory_mb * _PART_OF_MEMORY / LANGUAGE_MODEL_COPIES)
    fitting = {name: size for name, size in files.items() if size <= room_mb * _MIB}
    if fitting:
        return max(fitting, key=lambda name: (fitting[name], name))
    return min(files, key=lambda name: (files[name], name), default="")


def _is_later_part(stem: str) -> bool:
    """Tell whether a stem ends like `-00002-of-00003`."""
    parts = stem.rsplit("-", 3)
    return len(parts) == 4 and parts[2] == "of" and parts[1].isdigit() and int(parts[1]) > 1
