"""The models folder as the fetching command sees it: one run at a time, what is sound, how much room is left."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Final

from ai_worker.model_files.catalogue import Model, ModelFile
from ai_worker.model_files.manifest import FetchedFile, Manifest, digest_of, read_manifest, write_manifest
from ai_worker.model_files.origins import FetchProblem

LOCK: Final = ".lock"
RESERVE_BYTES: Final = 256 * 1024**2
"""Room that stays free on the disk beyond the files themselves."""


class State(StrEnum):
    """What lies under a file's name."""

    ABSENT = "absent"
    SOUND = "sound"
    DAMAGED = "damaged"
    FOREIGN = "foreign"


class ModelsFolder:
    """A models folder. Everything that writes happens under its lock."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def locked(self, waits: Callable[[], None]) -> Iterator[None]:
        """Hold the folder for this run; `waits` is called before it waits for another one."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = (self.path / LOCK).open("w")
        except OSError as error:
            raise FetchProblem(f"The folder {self.path} cannot be written: {error.strerror}.") from None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waits()
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def state(self, file: ModelFile, published: str) -> State:
        """Tell what lies under a file's name, after reading it all.

        A file that the manifest lists and that does not fit is damaged; one that nobody fetched is foreign unless it
        is what the catalogue, or `published`, says.
        """
        target = self.path / file.path
        if not target.is_file():
            return State.ABSENT
        entry = read_manifest(self.path).files.get(file.path)
        digest = digest_of(target)
        if digest == (file.sha256 or published or (entry.sha256 if entry else "")):
            return State.SOUND
        return State.DAMAGED if entry else State.FOREIGN

    def adopt(self, file: ModelFile, licence: str) -> None:
        """List a sound file that somebody put there."""
        if file.path not in read_manifest(self.path).files:
            target = self.path / file.path
            trust = "pinned" if file.sha256 else "published"
            self._record(
                file.path,
                FetchedFile(size=target.stat().st_size, sha256=digest_of(target), licence=licence, trust=trust),
            )

    def put(self, file: ModelFile, part: Path, fetched: FetchedFile) -> None:
        """List a fetched file and give it its name, in this order: a listed file is never an unknown one."""
        target = self.path / file.path
        try:
            self._record(file.path, fetched)
            part.replace(target)
            part.with_name(f"{part.name}.json").unlink(missing_ok=True)
            folder = os.open(target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as error:
            raise FetchProblem(f"{file.path} cannot be put in place: {error.strerror}.") from None

    def missing_bytes(self, model: Model, published: dict[str, str]) -> int:
        """Return about how much of a model has still to come."""
        here = 0
        for file in model.files:
            target = self.path / file.path
            part = target.with_name(f"{target.name}.part")
            if self.state(file, published.get(file.path, "")) is State.SOUND:
                here += target.stat().st_size
            elif part.is_file():
                here += part.stat().st_size
        return max(0, model.about_bytes - here)

    def check_room(self, needed: int) -> None:
        """Raise `FetchProblem` where so many bytes do not fit on the disk."""
        free = shutil.disk_usage(self.path).free
        if free < needed + RESERVE_BYTES:
            raise FetchProblem(
                f"The disk is too full: {needed / 1e9:.1f} GB have to come and {free / 1e9:.1f} GB are free "
                f"in {self.path}."
            )

    def _record(self, path: str, fetched: FetchedFile) -> None:
        write_manifest(self.path, Manifest(files={**read_manifest(self.path).files, path: fetched}))
