"""What pool processes say about their engines, for the parent process that reports it.

Only the process that runs an engine knows how it does; only the parent is free to tell the core while the others work.
"""

import json
import os
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import psutil
import structlog
from pydantic import AwareDatetime, ValidationError

from interview_contracts.base import Message
from interview_contracts.engines import EngineStatus
from interview_contracts.vocabulary import Capability

log = structlog.get_logger(__name__)


class Word(Message):
    """The latest word of one process."""

    at: AwareDatetime
    statuses: tuple[EngineStatus, ...]


class Statuses:
    """The words of the processes that share a folder; without a folder nobody says or hears anything."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def say(self, statuses: Iterable[EngineStatus]) -> None:
        """Replace what this process said. A full disk costs the word, not the work."""
        if self._folder is None:
            return
        word = Word(at=datetime.now(UTC), statuses=tuple(statuses))
        path = self._folder / f"{os.getpid()}.json"
        part = path.with_suffix(f".{threading.get_ident()}.part")
        try:
            part.write_text(word.model_dump_json(), encoding="utf-8")
            part.replace(path)
        except OSError as error:
            log.warning("engines.not_said", error_type=type(error).__name__)

    def heard(self) -> dict[Capability, EngineStatus]:
        """Return the newest word of a living process about each capability."""
        words = sorted(self._words(), key=lambda word: word.at)
        return {status.engine.capability: status for word in words for status in word.statuses}

    def _words(self) -> list[Word]:
        if self._folder is None:
            return []
        words: list[Word] = []
        for path in self._folder.glob("*.json"):
            if not psutil.pid_exists(int(path.stem)):
                path.unlink(missing_ok=True)
                continue
            try:
                words.append(Word.model_validate(json.loads(path.read_text(encoding="utf-8"))))
            except (OSError, ValueError, ValidationError):
                continue
        return words
