"""Walks a page's content and tells for each piece of text whether a reader of the page can see it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ai_worker.pdf.graphics import (
    IDENTITY,
    WHITE,
    Box,
    Colour,
    Matrix,
    Painted,
    State,
    box_of,
    colour_of,
    contrast,
    holds,
    multiply,
    place,
)
from interview_contracts.vocabulary import HiddenReason

SMALLEST_PT = 4.0
LEAST_CONTRAST = 1.15
LEAST_ALPHA = 0.05
_INVISIBLE_MODES = (3, 7)
_OUTLINED_MODES = (1, 2, 5, 6)
_SUBTRACTIVE = ("/Separation", "/DeviceN")
_UNKNOWN_SPACES = ("/Pattern", "/Indexed", "/Lab")
_DEPTH = 8
"""Forms within forms that are followed."""

Operation = tuple[list[Any], bytes]


@dataclass(frozen=True, slots=True)
class Shown:
    """A text-showing operation: the content stream it is in, its number there, and why it is hidden, if it is."""

    stream: int
    operation: int
    reason: HiddenReason | None


@dataclass(frozen=True, slots=True)
class Content:
    """A content stream with what its names mean: graphics states, colour spaces and objects to draw."""

    key: int
    operations: list[Operation]
    graphics_states: Callable[[str], Any]
    colour_space: Callable[[str], str]
    drawn: Callable[[str], "Content | None"]
    matrix: Matrix = IDENTITY


@dataclass(slots=True)
class _Text:
    stream: int
    operation: int
    where: tuple[float, float]
    order: int
    reason: HiddenReason | None


@dataclass(slots=True)
class _Figure:
    """A closed figure of the current path."""

    points: list[tuple[float, float]]
    curved: bool = False

    def is_rectangle(self) -> bool:
        """Tell whether the figure fills its box: four corners, all on the box's edges."""
        left, bottom, right, top = box_of(self.points)
        corners = {(round(x, 1), round(y, 1)) for x, y in self.points}
        edges = {(round(x, 1), round(y, 1)) for x in (left, right) for y in (bottom, top)}
        return not self.curved and corners == edges


class Walker:
    """Follows the graphics state through a page. `page` is the visible area in default user space."""

    def __init__(self, page: Box) -> None:
        self._page = page
        self._state = State()
        self._saved: list[State] = []
        self._line: Matrix = IDENTITY
        self._path: list[_Figure] = []
        self._painted: list[Painted] = []
        self._texts: list[_Text] = []
        self._order = 0

    def walk(self, content: Content) -> list[Shown]:
        """Return every text-showing operation of a page and of the forms that it draws."""
        self._run(content, 0)
        return [Shown(text.stream, text.operation, text.reason or self._covered(text)) for text in self._texts]

    def _run(self, content: Content, depth: int) -> None:
        for number, (operands, operator) in enumerate(content.operations):
            self._order += 1
            if operator in _SHOWING:
                self._show(content, number, operator)
            elif operator == b"Do":
                self._draw(content, operands, depth)
            elif operator == b"gs" and operands:
                self._extended(content.graphics_states(str(operands[0])))
            elif operator == b"cs" and operands:
                space = content.colour_space(str(operands[0]))
                self._state = replace(self._state, fill_space=space, fill=_initial(space))
            else:
                self._follow(operator, _numbers(operands))

    def _follow(self, operator: bytes, n: list[float]) -> None:
        state = self._state
        match operator:
            case b"q":
                self._saved.append(state)
            case b"Q" if self._saved:
                self._state = self._saved.pop()
            case b"cm" if len(n) == 6:
                self._state = state.moved(_matrix(n))
            case b"g" | b"rg" | b"k":
                self._state = replace(state, fill=colour_of(n), fill_space="")
            case b"sc" | b"scn":
                known = n and state.fill_space not in _UNKNOWN_SPACES
                subtractive = state.fill_space in _SUBTRACTIVE
                self._state = replace(state, fill=colour_of(n, subtractive=subtractive) if known else None)
            case b"Tr" if n:
                self._state = replace(state, render_mode=int(n[0]))
            case b"Tf" if n:
                self._state = replace(state, font_size=n[-1])
            case b"TL" if n:
                self._state = replace(state, leading=n[0])
            case b"Ts" if n:
                self._state = replace(state, rise=n[0])
            case b"BT":
                self._line = IDENTITY
            case b"Tm" if len(n) == 6:
                self._line = _matrix(n)
            case b"Td" if len(n) == 2:
                self._line = multiply((1.0, 0.0, 0.0, 1.0, n[0], n[1]), self._line)
            case b"TD" if len(n) == 2:
                self._state = replace(state, leading=-n[1])
                self._line = multiply((1.0, 0.0, 0.0, 1.0, n[0], n[1]), self._line)
            case b"T*":
                self._next_line()
            case b"re" if len(n) == 4:
                x, y, width, height = n
                corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
                self._path.append(_Figure(self._placed(corners)))
            case b"m" if len(n) == 2:
                self._path.append(_Figure(self._placed([(n[0], n[1])])))
            case b"l" | b"c" | b"v" | b"y" if self._path and len(n) >= 2 and len(n) % 2 == 0:
                self._path[-1].points.extend(self._placed(list(zip(n[::2], n[1::2], strict=True))))
                self._path[-1].curved |= operator != b"l"
            case b"f" | b"F" | b"B" | b"b":
                self._fill(even_odd=False)
            case b"f*" | b"B*" | b"b*":
                self._fill(even_odd=True)
            case b"n" | b"S" | b"s":
                self._path.clear()
            case b"sh" | b"INLINE IMAGE":
                self._picture()
            case _:
                return

    def _next_line(self) -> None:
        self._line = multiply((1.0, 0.0, 0.0, 1.0, 0.0, -self._state.leading), self._line)

    def _placed(self, points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [place(self._state.ctm, x, y) for x, y in points]

    def _fill(self, *, even_odd: bool) -> None:
        solid = self._state.alpha > 0.95 and self._state.plain_blend and not (even_odd and len(self._path) > 1)
        if self._state.alpha >= LEAST_ALPHA:
            self._painted.extend(
                Painted(box_of(figure.points), self._state.fill, solid and figure.is_rectangle(), self._order)
                for figure in self._path
            )
        self._path.clear()

    def _picture(self) -> None:
        box = box_of(self._placed([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]))
        self._painted.append(Painted(box, None, False, self._order))

    def _draw(self, content: Content, operands: list[Any], depth: int) -> None:
        form = content.drawn(str(operands[0])) if operands else None
        if form is None:
            self._picture()
        elif depth < _DEPTH:
            state, saved, line = self._state, self._saved, self._line
            self._state, self._saved = state.moved(form.matrix), []
            self._run(form, depth + 1)
            self._state, self._saved, self._line = state, saved, line

    def _extended(self, values: Any) -> None:
        if not isinstance(values, dict):
            return
        alpha, blend = values.get("/ca"), values.get("/BM")
        if isinstance(alpha, (int, float)):
            self._state = replace(self._state, alpha=float(alpha))
        if blend is not None:
            self._state = replace(self._state, plain_blend=str(blend) in ("/Normal", "/Compatible"))

    def _show(self, content: Content, number: int, operator: bytes) -> None:
        if operator in (b"'", b'"'):
            self._next_line()
        matrix = multiply(self._line, self._state.ctm)
        # A point inside the first letter, not on the line below it.
        size = abs(self._state.font_size)
        x, y = place(matrix, size * 0.2, self._state.rise + size * 0.3)
        reason = self._reason(matrix, size, x, y)
        self._texts.append(_Text(content.key, number, (x, y), self._order, reason))

    def _reason(self, matrix: Matrix, size: float, x: float, y: float) -> HiddenReason | None:
        state = self._state
        if state.render_mode in _INVISIBLE_MODES or state.alpha < LEAST_ALPHA:
            return HiddenReason.INVISIBLE_MODE
        height = size * (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5
        if height < SMALLEST_PT:
            return HiddenReason.TINY
        if not holds(self._page, x, y, margin=height):
            return HiddenReason.OFF_PAGE
        # Outlined letters are seen by their outline.
        if state.fill is None or state.render_mode in _OUTLINED_MODES:
            return None
        fill = state.fill
        unseen = all(ground is not None and contrast(fill, ground) < LEAST_CONTRAST for ground in self._grounds(x, y))
        return HiddenReason.WHITE if unseen else None

    def _grounds(self, x: float, y: float) -> Iterator[Colour | None]:
        """Yield the colours that may lie behind a point, down to the first that surely fills it."""
        for area in reversed(self._painted):
            if holds(area.box, x, y):
                yield area.colour
                if area.opaque:
                    return
        yield WHITE

    def _covered(self, text: _Text) -> HiddenReason | None:
        for area in self._painted:
            if area.order > text.order and area.opaque and area.colour is not None and holds(area.box, *text.where):
                return HiddenReason.COVERED
        return None


_SHOWING = (b"Tj", b"TJ", b"'", b'"')


def _numbers(operands: list[Any]) -> list[float]:
    return [float(value) for value in operands if isinstance(value, (int, float))]


def _matrix(n: list[float]) -> Matrix:
    return n[0], n[1], n[2], n[3], n[4], n[5]


def _initial(space: str) -> Colour | None:
    if space in (*_SUBTRACTIVE, *_UNKNOWN_SPACES):
        return None
    return colour_of([0.0, 0.0, 0.0, 1.0] if space == "/DeviceCMYK" else [0.0])
