"""Which engines of a capability are set aside: why, for how long, and when one may be tried again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from ai_worker.engines.base import EngineConfig, EngineEntry
from ai_worker.engines.serving import NOTE_LENGTH
from interview_contracts.engines import PassedOver
from interview_contracts.errors import ErrorCode

log = structlog.get_logger(__name__)

FIRST_REST_S: Final = 60.0
LONGEST_REST_S: Final = 3600.0
"""How long an engine is set aside for the first time; each further time in a row doubles it, up to the longest."""

LONGEST_AWAY_REST_S: Final = 300.0
"""Longest rest of an engine that is merely away: work that no other engine may do waits for its end."""

MOST_DEATHS: Final = 3
"""An engine in whose work so many processes died without a success between is set aside before it is tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Why an engine was set aside, for the how-manieth time in a row, until when, and the state of its files then.

    `away` tells that it is sound as far as is known, and only cannot be reached or has no memory for a while.
    """

    code: ErrorCode
    reason: str
    times: int
    until: float
    files: tuple[object, ...]
    away: bool

    def passed_over(self, name: str) -> PassedOver:
        """Return it as the status page shows it."""
        again = datetime.fromtimestamp(self.until, UTC)
        return PassedOver(engine=name, reason=self.reason[:NOTE_LENGTH], code=self.code, again_at=again)


class SetAside:
    """The engines of one capability that are set aside.

    `deaths` gives for a name how many processes died at the engine's work and when the last one did, `clock` seconds
    since the epoch. Its callers hold the chain's lock.
    """

    def __init__(
        self,
        rows: Mapping[str, EngineEntry[Any]],
        config: EngineConfig,
        *,
        deaths: Callable[[str], tuple[int, float]],
        clock: Callable[[], float],
    ) -> None:
        self._rows = rows
        self._config = config
        self._deaths = deaths
        self._clock = clock
        self._aside: dict[str, Aside] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._aside

    def __len__(self) -> int:
        return len(self._aside)

    def __getitem__(self, name: str) -> Aside:
        return self._aside[name]

    def rests(self, name: str) -> bool:
        """Tell whether an engine is set aside for now. One in whose work too many processes died is set aside here."""
        aside = self._aside.get(name)
        if aside is None:
            deaths, last = self._deaths(name)
            if deaths < MOST_DEATHS:
                return False
            reason = f"Its process ended {deaths} times in a row while it was at work."
            self.put(name, ErrorCode.WORKER_LOST, reason, times=deaths - MOST_DEATHS + 1, since=last)
            aside = self._aside[name]
        return self._clock() < aside.until and aside.files == self._state_of_files(name)

    def put(
        self,
        name: str,
        code: ErrorCode,
        reason: str,
        *,
        away: bool = False,
        times: int | None = None,
        since: float | None = None,
    ) -> None:
        """Set an engine aside, from `since` or now on, for once more than before or the given number of times."""
        before = self._aside.get(name)
        count = times or (before.times + 1 if before is not None else 1)
        longest_s = LONGEST_AWAY_REST_S if away else LONGEST_REST_S
        rest_s = min(FIRST_REST_S * 2.0 ** min(count - 1, 16), longest_s)
        until = (self._clock() if since is None else since) + rest_s
        files = self._state_of_files(name)
        self._aside[name] = Aside(code=code, reason=reason, times=count, until=until, files=files, away=away)
        log.warning("engine.set_aside", engine=name, code=code.value, times=count, seconds=rest_s)

    def forget(self, name: str) -> None:
        """Take an engine back: it was loaded."""
        self._aside.pop(name, None)

    def _state_of_files(self, name: str) -> tuple[object, ...]:
        states: list[object] = []
        for file in self._rows[name].files(self._config):
            try:
                state = (self._config.models_dir / file).stat()
            except OSError:
                states.append((file, None))
            else:
                states.append((file, state.st_size, state.st_mtime_ns, state.st_ino))
        return tuple(states)
