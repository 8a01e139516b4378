"""References to files on the shared uploads volume; bytes never travel in a message."""

from pathlib import Path, PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, Field

from interview_contracts.base import Message


def _relative(value: str) -> str:
    path = PurePosixPath(value)
    if not value or path.is_absolute() or ".." in path.parts or "\\" in value or "\x00" in value:
        raise ValueError("the path must be relative to the uploads root and stay inside it")
    return str(path)


RelativePath = Annotated[str, Field(max_length=400), AfterValidator(_relative)]


class FileRef(Message):
    """A file on the shared uploads volume.

    `path` is relative to the uploads root, `size` is in bytes, `sha256` is the hex digest of the content.
    """

    path: RelativePath
    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    mime: str = Field(max_length=100)


def resolve(root: Path, path: str) -> Path:
    """Return the absolute place of a relative path under the uploads root.

    Raises `ValueError` when the path leaves the root, also through a symbolic link.
    """
    base = root.resolve()
    target = (base / _relative(path)).resolve()
    if not target.is_relative_to(base):
        raise ValueError("the path leaves the uploads root")
    return target
