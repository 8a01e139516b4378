"""Access to the shared uploads volume: checked reads, atomic writes, no path outside the root."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ai_worker.errors import WorkError
from interview_contracts.errors import ErrorCode
from interview_contracts.files import FileRef, resolve

_BLOCK = 1 << 20


class Uploads:
    """The uploads volume as a worker sees it."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, relative: str) -> Path:
        """Return the absolute place of a relative path; raises `WorkError(INVALID_PAYLOAD)` outside the root."""
        try:
            return resolve(self._root, relative)
        except ValueError:
            raise WorkError(ErrorCode.INVALID_PAYLOAD) from None

    def present(self, ref: FileRef) -> Path:
        """Return the place of a file that exists with the size that its reference names.

        Raises `WorkError`: FILE_MISSING (retryable: a volume may lag behind the message) or FILE_CORRUPT.
        """
        path = self.path(ref.path)
        try:
            size = path.stat().st_size
        except OSError:
            raise WorkError(ErrorCode.FILE_MISSING, retryable=True) from None
        if not path.is_file():
            raise WorkError(ErrorCode.FILE_MISSING)
        if size != ref.size:
            raise WorkError(ErrorCode.FILE_CORRUPT)
        return path

    def read(self, ref: FileRef) -> bytes:
        """Return a file's content after its size and digest were checked."""
        path = self.present(ref)
        try:
            content = path.read_bytes()
        except OSError:
            raise WorkError(ErrorCode.FILE_MISSING, retryable=True) from None
        if len(content) != ref.size or hashlib.sha256(content).hexdigest() != ref.sha256:
            raise WorkError(ErrorCode.FILE_CORRUPT)
        return content

    def delete(self, refs: Iterable[FileRef]) -> None:
        """Delete files; those that are gone already or cannot be reached are passed over."""
        for ref in refs:
            with suppress(OSError, WorkError):
                self.path(ref.path).unlink(missing_ok=True)

    @contextmanager
    def writing(self, target: str) -> Iterator[Path]:
        """Yield a temporary path beside `target`; it takes the target's place when the block ends without an error.

        Readers see the old file or the new one, never a part; two writers of one target leave one whole file.
        """
        final = self.path(target)
        final.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{final.name}.", suffix=".part", dir=final.parent)
        os.close(handle)
        part = Path(name)
        try:
            yield part
            with part.open("rb") as written:
                os.fsync(written.fileno())
            # mkstemp makes the file private to this user; other services read it under theirs.
            part.chmod(0o644)
            part.replace(final)
        finally:
            part.unlink(missing_ok=True)

    def reference(self, target: str, mime: str) -> FileRef:
        """Return a reference to a file that this worker wrote."""
        path = self.path(target)
        digest = hashlib.sha256()
        size = 0
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                size += len(block)
        return FileRef(path=target, size=size, sha256=digest.hexdigest(), mime=mime)
