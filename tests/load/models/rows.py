"""A measured figure of an engine, and the table of all of them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure.

    `bound` is what the hardware would allow in the same unit, `goal` what the product asks for (`requirement` names
    it). `higher_is_better` tells which way both are read. `weights` says whose they were: real, random or none.
    """

    capability: str
    what: str
    value: float
    unit: str
    higher_is_better: bool = False
    bound: float | None = None
    goal: float | None = None
    requirement: str = ""
    weights: str = "random"

    @property
    def share_of_bound(self) -> float | None:
        """Return measured / possible for rates, possible / measured for times; 1 is the hardware's limit."""
        if self.bound is None or not self.value:
            return None
        return self.value / self.bound if self.higher_is_better else self.bound / self.value

    @property
    def ratio_to_goal(self) -> float | None:
        """Return how much of the goal is used up: at most 1 is good."""
        if self.goal is None or not self.value:
            return None
        return self.goal / self.value if self.higher_is_better else self.value / self.goal

    def as_json(self) -> dict[str, Any]:
        """Return the row with its ratios."""
        return {**asdict(self), "share_of_bound": self.share_of_bound, "ratio_to_goal": self.ratio_to_goal}


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    head = ["capability", "what", "measured", "of the hardware's bound", "goal", "weights"]
    lines = [head, ["---"] * len(head)]
    for row in rows:
        share = "" if row.share_of_bound is None else f"{row.share_of_bound:.0%}"
        goal = ""
        if row.goal is not None and row.ratio_to_goal is not None:
            goal = f"{_number(row.goal)} {row.unit} {row.requirement} (x{row.ratio_to_goal:.2f})"
        lines.append([row.capability, row.what, f"{_number(row.value)} {row.unit}", share, goal, row.weights])
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
