"""The part of PDF's graphics model that decides whether text can be seen: colours, sizes, places, what lies behind.

An approximation, made to tell hidden text from a page's design. Not followed: clipping paths, optional content,
patterns and shadings as colours (taken as visible), and soft masks.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top in the page's default user space."""

Colour = tuple[float, float, float]
"""Red, green, blue, 0-1; None stands for a colour that cannot be told."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0)


def multiply(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that applies `first`, then `second`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def place(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a matrix puts a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def box_of(points: Sequence[tuple[float, float]]) -> Box:
    """Return the smallest box around points."""
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)


def holds(box: Box, x: float, y: float, margin: float = 0.0) -> bool:
    """Tell whether a point lies in a box that is grown by `margin`."""
    return box[0] - margin <= x <= box[2] + margin and box[1] - margin <= y <= box[3] + margin


def colour_of(values: Sequence[float], *, subtractive: bool = False) -> Colour | None:
    """Return the colour of 1 (grey, or ink where `subtractive`), 3 (RGB) or 4 (CMYK) components; None for others."""
    clean = [min(1.0, max(0.0, value)) for value in values]
    if len(clean) == 1:
        grey = 1.0 - clean[0] if subtractive else clean[0]
        return grey, grey, grey
    if len(clean) == 3:
        return clean[0], clean[1], clean[2]
    if len(clean) == 4:
        cyan, magenta, yellow, key = clean
        return (1 - cyan) * (1 - key), (1 - magenta) * (1 - key), (1 - yellow) * (1 - key)
    return None


def contrast(first: Colour, second: Colour) -> float:
    """Return the contrast ratio of two colours as WCAG 2 defines it: 1 (none) to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else math.pow((value + 0.055) / 1.055, 2.4) for value in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@dataclass(frozen=True, slots=True)
class State:
    """What `q` saves and `Q` brings back."""

    ctm: Matrix = IDENTITY
    fill: Colour | None = BLACK
    fill_space: str = "/DeviceGray"
    alpha: float = 1.0
    plain_blend: bool = True
    render_mode: int = 0
    font_size: float = 0.0
    leading: float = 0.0
    rise: float = 0.0

    def moved(self, matrix: Matrix) -> "State":
        """Return the state after `cm`."""
        return replace(self, ctm=multiply(matrix, self.ctm))


@dataclass(frozen=True, slots=True)
class Painted:
    """An area that was painted; `colour` None for pictures and whatever has no single colour.

    `opaque` areas fill their whole box and let nothing through; others may.
    """

    box: Box
    colour: Colour | None
    opaque: bool
    order: int
