"""Figures of a run and their percentiles."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the smallest value that at least `share` of the values do not exceed; None without values."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass
class Measures:
    """What the simulated candidates saw. Times are in seconds; only times within the window count."""

    counting: bool = False
    next_question: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    transcript: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    api: list[float] = field(default_factory=list)
    push: list[float] = field(default_factory=list)
    connect: list[float] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, values: list[float], value: float) -> None:
        """Keep a value of the window."""
        if self.counting:
            values.append(value)


def summary(values: Sequence[float], *, scale: float = 1.0, digits: int = 3) -> dict[str, float | int | None]:
    """Return count, median, 95th percentile and maximum, each times `scale`."""

    def shown(value: float | None) -> float | None:
        return None if value is None else round(value * scale, digits)

    return {
        "n": len(values),
        "p50": shown(percentile(values, 0.5)),
        "p95": shown(percentile(values, 0.95)),
        "max": shown(max(values, default=None)),
    }
