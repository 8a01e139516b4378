"""What follows one candidate's face over time: one follower a track, a bounded number of them, closed when idle."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

FollowerT = TypeVar("FollowerT")


@dataclass(slots=True)
class _Track(Generic[FollowerT]):
    follower: FollowerT
    at_ms: int
    used: float


class Tracks(Generic[FollowerT]):
    """Followers by track. `clock` gives seconds that never go back. `close` must not raise."""

    def __init__(
        self,
        make: Callable[[], FollowerT],
        close: Callable[[FollowerT], None],
        *,
        most: int,
        idle_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._make = make
        self._close = close
        self._most = most
        self._idle_s = idle_s
        self._clock = clock
        self._tracks: OrderedDict[str, _Track[FollowerT]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._tracks)

    def take(self, track: str, at_ms: int) -> FollowerT | None:
        """Return the follower of a track for a picture of this time; None when it has seen one as new or newer.

        Followers that were not used for a while are closed, and the one that was used longest ago makes room.
        """
        now = self._clock()
        known = self._tracks.get(track)
        if known is not None and at_ms <= known.at_ms:
            return None
        if known is None:
            self._close_idle(now)
            while len(self._tracks) >= self._most:
                self.drop(next(iter(self._tracks)))
            known = self._tracks[track] = _Track(self._make(), at_ms, now)
        known.at_ms, known.used = at_ms, now
        self._tracks.move_to_end(track)
        return known.follower

    def drop(self, track: str) -> None:
        """Close the follower of a track; the next picture gets a new one."""
        known = self._tracks.pop(track, None)
        if known is not None:
            self._close(known.follower)

    def clear(self) -> None:
        """Close all of them."""
        for track in list(self._tracks):
            self.drop(track)

    def _close_idle(self, now: float) -> None:
        for track in [name for name, one in self._tracks.items() if now - one.used > self._idle_s]:
            self.drop(track)
