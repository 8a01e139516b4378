"""Fetches one file: goes on where it stopped, checks while it writes, and never leaves a wrong file under its name.

Bytes go into `NAME.part`; `NAME.part.json` says what they are part of. Only a complete file with the right size and
digest gets its name, in one step.
"""

import errno
import hashlib
import io
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from ai_worker.model_files.manifest import FetchedFile, Trust
from ai_worker.model_files.origins import FetchProblem, Interrupted, Origin, Stated, UselessPart

LONGEST_WAIT_S: Final = 60.0
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A file to fetch: where it goes, where it is, and what is known of it beforehand ("" or 0: nothing).

    `sha256` comes from the catalogue, `published` from a manifest or SHA256SUMS beside the file.
    """

    target: Path
    address: str
    licence: str
    size: int = 0
    sha256: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often a cut connection is tried again without a byte of progress, and how long the first wait is."""

    attempts: int = 8
    first_wait_s: float = 1.0

    def wait_s(self, failures: int, asked_s: float) -> float:
        """Return the seconds to wait after that many failures in a row: doubled each time, or what the server asks."""
        if not self.first_wait_s:
            return 0.0
        return float(min(LONGEST_WAIT_S, max(asked_s, self.first_wait_s * 2 ** (failures - 1))))


class Watcher(Protocol):
    """Who is told how a file comes along."""

    def moved(self, done: int, size: int) -> None:
        """Bytes of the file that are here, and of the whole file (0: unknown)."""
        ...

    def waits(self, seconds: float, reason: str) -> None:
        """Another attempt follows after a while."""
        ...


class _PartOf(BaseModel):
    """What the bytes of a part belong to."""

    model_config = ConfigDict(frozen=True)

    address: str
    size: int = 0
    sha256: str = ""
    git_blob: str = ""
    etag: str = ""


def fetch(
    wanted: Wanted, origin: Origin, *, patience: Patience, trust_first: bool, watcher: Watcher
) -> tuple[Path, FetchedFile]:
    """Fetch a file into its part, checked; the caller gives it its name. Raises `FetchProblem`.

    `trust_first` takes a file of which nobody states a digest; without it such a file is refused.
    """
    transfer = _Transfer(wanted, origin, trust_first=trust_first, watcher=watcher)
    failures = 0
    while True:
        before = transfer.here()
        try:
            transfer.attempt()
            if (fetched := transfer.checked()) is not None:
                return transfer.part, fetched
        except UselessPart:
            transfer.drop()
        except Interrupted as cut:
            failures = 1 if transfer.here() > before else failures + 1
            if failures >= patience.attempts:
                raise FetchProblem(
                    f"The connection broke {failures} times in a row ({cut}). What is here is kept: start again."
                ) from None
            seconds = patience.wait_s(failures, cut.after_s)
            watcher.waits(seconds, str(cut))
            time.sleep(seconds)


class _Transfer:
    def __init__(self, wanted: Wanted, origin: Origin, *, trust_first: bool, watcher: Watcher) -> None:
        self.part = wanted.target.with_name(f"{wanted.target.name}.part")
        self._notes = wanted.target.with_name(f"{wanted.target.name}.part.json")
        self._wanted = wanted
        self._origin = origin
        self._trust_first = trust_first
        self._watcher = watcher
        self._sha256 = ""
        self._resumed = False
        self._second_go = False
        self._drops = 0
        wanted.target.parent.mkdir(parents=True, exist_ok=True)

    def here(self) -> int:
        """Return the bytes that are here."""
        return self.part.stat().st_size if self.part.exists() else 0

    def drop(self) -> None:
        """Forget what is here; raises `FetchProblem` where that was no help before."""
        self._drops += 1
        if self._drops > 2:
            raise FetchProblem(f"The server sends other bytes than it was asked for: {self._wanted.address}")
        self._forget()

    def attempt(self) -> None:
        """Fetch what is missing."""
        notes = self._noted()
        same_place = notes.address == self._wanted.address
        offset = self.here()
        if not (self._known_digest or (same_place and (notes.etag or notes.sha256))):
            offset = 0  # nothing would tell whether the rest belongs to it
        if offset and offset == (self._wanted.size or notes.size):
            self._resumed, self._sha256 = True, _hash_of(self.part, offset).hexdigest()
            return
        etag = notes.etag if same_place else ""
        with self._origin.open(self._wanted.address, offset=offset, etag=etag) as piece:
            size = self._checked_size(piece.stated)
            if piece.start and (piece.start > size > 0 or (same_place and self._other_file(notes, piece.stated))):
                raise UselessPart
            self._note(piece.stated)
            self._resumed = piece.start > 0
            self._write(piece.blocks, piece.start, size)

    def checked(self) -> FetchedFile | None:
        """Return what was fetched when its digest is right, None when it has to be fetched again from the start."""
        right, trust = self._digest(self._noted())
        if right in {"", self._sha256} or right == _git_blob(self.part, right):
            return FetchedFile(
                size=self.here(),
                sha256=self._sha256,
                source=self._wanted.address,
                licence=self._wanted.licence,
                trust=trust,
            )
        self._forget()
        if self._resumed and not self._second_go:
            self._second_go = True
            return None
        raise FetchProblem(
            f"{self._wanted.target.name} is not the expected file: its checksum is {self._sha256} "
            f"and should be {right}. It was deleted."
        )

    def _other_file(self, notes: _PartOf, stated: Stated) -> bool:
        """Tell whether the place has another file by now. Where a digest is known it decides, not the tag."""
        if self._known_digest:
            return False
        return notes.sha256 != stated.sha256 if stated.sha256 else notes.etag != stated.etag

    @property
    def _known_digest(self) -> str:
        return self._wanted.sha256 or self._wanted.published

    def _digest(self, stated: "Stated | _PartOf") -> tuple[str, Trust]:
        """Return the digest that counts and where it is from; raises `FetchProblem` where nobody states one."""
        if self._known_digest:
            return self._known_digest, "pinned" if self._wanted.sha256 else "published"
        if digest := stated.sha256 or stated.git_blob:
            return digest, "stated"
        if self._trust_first:
            return "", "first"
        raise FetchProblem(
            f"Nobody states a checksum of {self._wanted.target.name}. Give --trust-first to take it as it comes; "
            "its checksum is noted then, and later copies are held against it."
        )

    def _checked_size(self, stated: Stated) -> int:
        """Return the whole file's size; raises `FetchProblem` where it cannot be the right file."""
        self._digest(stated)
        size = self._wanted.size
        if size and stated.size and size != stated.size:
            raise FetchProblem(
                f"{self._wanted.target.name} is not the expected file: it has {stated.size} bytes "
                f"and should have {size}: {self._wanted.address}"
            )
        return size or stated.size

    def _write(self, blocks: Iterator[bytes], start: int, size: int) -> None:
        total = _hash_of(self.part, start)
        done = start
        try:
            with self.part.open("r+b" if start else "wb", buffering=0) as file:
                file.seek(start)
                for block in blocks:
                    done += len(block)
                    if size and done > size:
                        self._forget()
                        raise FetchProblem(f"{self._wanted.target.name} does not end where it should: {done} bytes.")
                    _write_all(file, block)
                    total.update(block)
                    self._watcher.moved(done, size)
                os.fsync(file)
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise FetchProblem(
                    f"There is no room for {self._wanted.target.name}: it stopped at {self.here()} bytes"
                    f"{f' of {size}' if size else ''}. They are kept: make room and start again."
                ) from None
            raise FetchProblem(f"{self._wanted.target.name} cannot be written: {error.strerror}.") from None
        if done < size:
            raise Interrupted("the bytes ended early")
        self._sha256 = total.hexdigest()

    def _noted(self) -> _PartOf:
        try:
            return _PartOf.model_validate_json(self._notes.read_bytes())
        except (OSError, ValidationError):
            return _PartOf(address=self._wanted.address)

    def _note(self, stated: Stated) -> None:
        notes = _PartOf(
            address=self._wanted.address,
            size=stated.size,
            sha256=stated.sha256,
            git_blob=stated.git_blob,
            etag=stated.etag,
        )
        try:
            self._notes.write_text(notes.model_dump_json(), encoding="utf-8")
        except OSError as error:
            raise FetchProblem(f"{self._notes.name} cannot be written: {error.strerror}.") from None

    def _forget(self) -> None:
        self.part.unlink(missing_ok=True)
        self._notes.unlink(missing_ok=True)


def _write_all(file: io.FileIO, block: bytes) -> None:
    rest = memoryview(block)
    while rest:
        rest = rest[file.write(rest) :]


def _hash_of(path: Path, size: int) -> "hashlib._Hash":
    """Return the running SHA-256 of a file's first bytes."""
    total = hashlib.sha256()
    if size:
        with path.open("rb") as file:
            while size and (block := file.read(min(size, _BLOCK))):
                total.update(block)
                size -= len(block)
    return total


def _git_blob(path: Path, digest: str) -> str:
    """Return a small file's git blob in hex where `digest` is of that kind, "" otherwise."""
    if len(digest) != 40:
        return ""
    content = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
