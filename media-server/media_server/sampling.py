"""When a video frame is a sample: a grid of due times over presentation time."""

SAMPLES_PER_SECOND = 5
_EARLY = 0.15
_JUMP_S = 10


class SamplingGrid:
    """Takes at most one frame per due time, `1 / rate` apart, whatever rate and jitter the frames come with.

    The due times do not move with the frames that are taken: waiting a full period after each frame would yield 3.3
    to 4.6 samples a second from a camera whose rate is no multiple of five. A frame up to 15 % of a period early
    counts, so that a camera of exactly five frames a second keeps all of them under jitter. After a gap the due times
    that passed are forgotten.
    """

    def __init__(self, *, clock_rate: int = 90_000, rate: int = SAMPLES_PER_SECOND) -> None:
        self._period = clock_rate / rate
        self._jump = clock_rate * _JUMP_S
        self._origin: int | None = None
        self._slot = 0
        self._last = 0

    def take(self, timestamp: int) -> bool:
        """Tell whether the frame at this presentation time (in ticks of the clock) is a sample."""
        if self._origin is None or timestamp < self._last - self._jump or timestamp > self._last + self._jump:
            self._origin, self._slot, self._last = timestamp, 1, timestamp
            return True
        self._last = max(self._last, timestamp)
        reached = int((timestamp - self._origin) / self._period + _EARLY)
        if reached < self._slot:
            return False
        self._slot = reached + 1
        return True
