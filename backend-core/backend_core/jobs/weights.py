"""Weights of the six dimensions."""

from collections.abc import Mapping

from interview_contracts.vocabulary import Dimension


def normalised_weights(weights: Mapping[str, float]) -> dict[Dimension, float]:
    """Return the share of each dimension; shares add up to 1. A dimension that is not named counts nothing.

    Raises `ValueError` for an unknown dimension, a negative weight, or when nothing counts.
    """
    shares = dict.fromkeys(Dimension, 0.0)
    for name, weight in weights.items():
        if weight < 0:
            raise ValueError("a weight is negative")
        shares[Dimension(name)] = float(weight)
    total = sum(shares.values())
    if total <= 0:
        raise ValueError("no dimension has a weight")
    return {dimension: weight / total for dimension, weight in shares.items()}
