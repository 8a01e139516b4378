"""What the fetching command shows: lists, licences and progress, readable on a terminal and in a pipe."""

import shutil
import time
from collections.abc import Callable, Iterable
from typing import TextIO

from ai_worker.model_files.catalogue import Catalogue, CommercialUse, Model

SAYS: dict[CommercialUse, str] = {
    "allowed": "commercial use allowed",
    "conditional": "commercial use allowed within its terms",
    "unclear": "commercial use unclear",
    "forbidden": "NO COMMERCIAL USE",
}
TRUST = {
    "pinned": "held against the catalogue's checksum",
    "published": "held against the checksum in the list beside the file",
    "stated": "held against the checksum that the server states",
    "first": "taken as it came: nobody states a checksum",
}


def size_text(size: float) -> str:
    """Return a number of bytes for people, in decimal units."""
    for unit, step in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= step:
            return f"{size / step:.1f} {unit}"
    return f"{size:.0f} B"


def time_text(seconds: float) -> str:
    """Return a span of time for people."""
    whole = int(seconds)
    if whole >= 3600:
        return f"{whole // 3600} h {whole % 3600 // 60} min"
    return f"{whole // 60} min {whole % 60} s" if whole >= 60 else f"{whole} s"


class Console:
    """Lines for a person; `live` lines are written over each other on a terminal."""

    def __init__(self, out: TextIO, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._out = out
        self._live = out.isatty()
        self._clock = clock
        self._open = False

    def say(self, text: str = "") -> None:
        """Write a line at once."""
        self._out.write(f"{self._ended()}{text}\n")
        self._out.flush()

    def over(self, text: str) -> None:
        """Write a line over the one before."""
        width = shutil.get_terminal_size().columns - 1
        self._out.write(f"\r\x1b[K{text[:width]}")
        self._out.flush()
        self._open = True

    def _ended(self) -> str:
        ended, self._open = ("\n" if self._open else ""), False
        return ended

    def profiles(self, catalogue: Catalogue) -> None:
        """List the profiles, then all models."""
        self.say("Profiles: script/fetch-models PROFILE")
        for name, profile in catalogue.profiles.items():
            models = catalogue.select([name])
            self.say(f"\n  {name}  ({size_text(sum(model.about_bytes for model in models))})  {profile.title}")
            for model in models:
                use = SAYS[catalogue.licences[model.licence].commercial_use]
                self.say(f"    {model.title}, {size_text(model.about_bytes)}, {use}")
        self.say("\nSingle models: script/fetch-models MODEL …, also beside a profile\n")
        for model in catalogue.models:
            licence = catalogue.licences[model.licence]
            self.say(f"  {model.key:<24}{model.title}, {size_text(model.about_bytes)}, {licence.name}")

    def licences(self, catalogue: Catalogue, models: Iterable[Model]) -> None:
        """Show every licence of the models in plain words."""
        chosen = list(models)
        for key in dict.fromkeys(model.licence for model in chosen):
            licence = catalogue.licences[key]
            self.say(f"\n{licence.name} — {SAYS[licence.commercial_use]}")
            for model in chosen:
                if model.licence == key:
                    self.say(f"  {model.title}, {size_text(model.about_bytes)}")
            self.say(f"  {licence.summary}\n  {licence.url}")
        self.say()

    def progress(self, title: str) -> "Progress":
        """Return the watcher of one file."""
        return Progress(self, title, live=self._live, clock=self._clock)


class Progress:
    """How one file comes along: bytes, share, rate and time left. In a pipe a line each tenth of the file."""

    def __init__(self, console: Console, title: str, *, live: bool, clock: Callable[[], float]) -> None:
        self._console = console
        self._title = title
        self._live = live
        self._clock = clock
        self._began: tuple[float, int] | None = None
        self._shown_at = float("-inf")
        self._shown_tenth = -1

    def moved(self, done: int, size: int) -> None:
        """Show the progress where it is time to."""
        now = self._clock()
        if self._began is None or done < self._began[1]:
            self._began = (now, done)
        tenth = done * 10 // size if size else done // 10**8
        ended = bool(size) and done >= size
        if self._live and (ended or now - self._shown_at >= 0.2):
            self._console.over(self._line(now, done, size))
        elif not self._live and tenth > self._shown_tenth:
            self._console.say(self._line(now, done, size))
        else:
            return
        self._shown_at, self._shown_tenth = now, tenth

    def waits(self, seconds: float, reason: str) -> None:
        """Say that another attempt follows."""
        self._began, self._shown_tenth = None, -1
        self._console.say(f"{self._title}: the connection broke ({reason}), next attempt in {time_text(seconds)}")

    def _line(self, now: float, done: int, size: int) -> str:
        began, first = self._began or (now, done)
        spent = now - began
        rate = (done - first) / spent if spent > 0 else 0.0
        parts = [f"{self._title}: {size_text(done)}"]
        if size:
            parts[0] += f" of {size_text(size)}, {done * 100 // size} %"
        if rate:
            parts.append(f"{size_text(rate)}/s")
        if rate and size > done:
            parts.append(f"{time_text((size - done) / rate)} left")
        return ", ".join(parts)
