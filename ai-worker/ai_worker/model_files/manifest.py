"""What is known of the model files under a models folder: size and digest as fetched, and whether they still fit.

`manifest.json` at the root of the folder lists the files that `script/fetch-models` brought. A file that a person put
there by hand is not listed; it is used as it is.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

MANIFEST: Final = "manifest.json"
_BLOCK = 1 << 20


Trust = Literal["pinned", "published", "stated", "first"]
"""Whose digest a file was held against: the catalogue's, that of a mirror's list, the server's own, nobody's."""


class FetchedFile(BaseModel):
    """A fetched file: size in bytes, SHA-256 in hex, where it came from, under which licence, whose digest it fits."""

    model_config = ConfigDict(frozen=True)

    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    source: str = ""
    licence: str = ""
    trust: Trust = "first"


class Manifest(BaseModel):
    """Fetched files by their path relative to the models folder, with forward slashes."""

    model_config = ConfigDict(frozen=True)

    files: dict[str, FetchedFile] = Field(default_factory=dict)


def read_manifest(models_dir: Path) -> Manifest:
    """Return the manifest of a models folder; an empty one where there is none or it cannot be read."""
    try:
        return Manifest.model_validate(json.loads((models_dir / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError):
        return Manifest()


def write_manifest(models_dir: Path, manifest: Manifest) -> None:
    """Replace the manifest of a models folder in one step; raises `OSError`."""
    new = models_dir / f"{MANIFEST}.new"
    with new.open("w", encoding="utf-8") as file:
        file.write(f"{manifest.model_dump_json(indent=1)}\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(models_dir / MANIFEST)


def unsound(models_dir: Path, files: Iterable[str]) -> str:
    """Return in one English sentence what is wrong with the first bad file, "" when all are there.

    Cheap: it looks at names and sizes only. `files` are paths relative to the folder.
    """
    known = read_manifest(models_dir).files
    for name in files:
        try:
            state = (models_dir / name).stat()
        except OSError:
            return f"The model file {name} is not in the models folder."
        size = state.st_size
        if not S_ISREG(state.st_mode):
            return f"The model file {name} is not in the models folder."
        if size == 0:
            return f"The model file {name} is empty."
        if name in known and size != known[name].size:
            return f"The model file {name} is damaged: it has {size} bytes instead of {known[name].size}."
    return ""


def damaged(models_dir: Path, files: Iterable[str]) -> str:
    """Return in one English sentence which file is bad, after reading all of them; "" when all are sound.

    Compares digests with the manifest: some seconds a gigabyte, once per process and state of a file.
    """
    names = tuple(files)
    problem = unsound(models_dir, names)
    if problem:
        return problem
    known = read_manifest(models_dir).files
    for name in names:
        try:
            fits = name not in known or digest_of(models_dir / name) == known[name].sha256
        except OSError as error:
            return f"The model file {name} cannot be read ({error.strerror})."
        if not fits:
            return f"The model file {name} is damaged: its checksum differs from the one it was fetched with."
    return ""


def digest_of(path: Path) -> str:
    """Return a file's SHA-256 in hex; a file that did not change since is not read again."""
    state = path.stat()
    return _digest(str(path), state.st_size, state.st_mtime_ns, state.st_ino)


@lru_cache(maxsize=256)
def _digest(path: str, _size: int, _modified_ns: int, _inode: int) -> str:
    total = hashlib.sha256()
    with Path(path).open("rb") as file:
        while block := file.read(_BLOCK):
            total.update(block)
    return total.hexdigest()
