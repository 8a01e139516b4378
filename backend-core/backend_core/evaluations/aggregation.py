"""Arithmetic of a report: from levels to dimensions to one overall figure. No model has a part in it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from interview_contracts.vocabulary import Dimension


@dataclass(frozen=True, slots=True)
class Level:
    """The level of one scored question. None means "not rated": it is left out, never counted as low."""

    dimension: Dimension
    level: int | None


@dataclass(frozen=True, slots=True)
class DimensionResult:
    """A dimension's mean level (1.0-5.0, two decimals) and the job's weight.

    `score` is None when nothing of the dimension was rated.
    """

    dimension: Dimension
    score: float | None
    weight: float
    rated: int


@dataclass(frozen=True, slots=True)
class Aggregate:
    """All six dimensions in their fixed order, and the weighted mean of those that were rated."""

    dimensions: tuple[DimensionResult, ...]
    overall: float | None


def aggregate(levels: Iterable[Level], weights: Mapping[Dimension, float]) -> Aggregate:
    """Return the mean of each dimension and their weighted mean.

    The weights are those of the job; they are renormalised over the dimensions that were rated, so that a missing
    answer neither lowers nor raises the figure. A dimension without a weight counts as zero. `overall` is None when no
    rated dimension has a weight. Raises `ValueError` for a negative weight or a level outside 1-5.
    """
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("a weight is negative")
    collected: dict[Dimension, list[int]] = defaultdict(list)
    for entry in levels:
        if entry.level is None:
            continue
        if not 1 <= entry.level <= 5:
            raise ValueError("a level is outside 1-5")
        collected[entry.dimension].append(entry.level)

    means = {dimension: Fraction(sum(values), len(values)) for dimension, values in collected.items()}
    share = {dimension: Fraction(weights.get(dimension, 0.0)) for dimension in Dimension}
    total = sum((share[dimension] for dimension in means), Fraction(0))
    overall = sum((means[dimension] * share[dimension] for dimension in means), Fraction(0)) / total if total else None
    return Aggregate(
        dimensions=tuple(
            DimensionResult(
                dimension=dimension,
                score=_rounded(means.get(dimension)),
                weight=float(share[dimension]),
                rated=len(collected.get(dimension, ())),
            )
            for dimension in Dimension
        ),
        overall=_rounded(overall),
    )


def _rounded(value: Fraction | None) -> float | None:
    """Round half up to two decimals; exact, because binary floats would round 2.675 down."""
    return None if value is None else int(value * 100 + Fraction(1, 2)) / 100
