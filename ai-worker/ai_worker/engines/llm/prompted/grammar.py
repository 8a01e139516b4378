"""GBNF grammars from pydantic models: every text that a grammar accepts is JSON that the model validates.

JSON is written on one line with one space after each comma and colon, fields in the order of the model. Strings hold
printable characters of Korean and English only, so that no control character, lone surrogate, markup or mark of a chat
template can come out. A model with an unbounded string, list or number is refused.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

LONGEST: Final = 1000
"""Most repetitions of a string's characters or a list's items; llama.cpp turns twice as many into "any number"."""

_CHARACTERS: Final = (
    (0x20, 0x21), (0x23, 0x3B), (0x3D, 0x3D), (0x3F, 0x5A), (0x5E, 0x7E),
    (0xA1, 0xAC), (0xAE, 0xFF),
    (0x2013, 0x2014), (0x2018, 0x2019), (0x201C, 0x201D), (0x2026, 0x2026), (0x321C, 0x321C),
    (0xAC00, 0xD7A3),
)  # fmt: skip
"""Ranges of code points that a string may hold: ASCII without the quotation mark, backslash, `<`, `>`, `[` and `]`,
Latin-1, dashes, quotation marks, the ellipsis, ㈜ and Hangul syllables.

A model's signs for roles and ends of turns stand in angle or square brackets (`<|im_end|>`, `[|user|]`, `[INST]`), and
llama.cpp takes such a token for its name: where a string may hold the name, the sign itself may be drawn.

No range touches U+0100-U+0FFF or lies above U+FFFF: so the first byte of an overlong UTF-8 sequence fits nothing.
"""

_ESCAPED_QUOTE: Final = '\\"'
_CHARACTER_BYTES: Final = 3
_IGNORED: Final = frozenset({"title", "description", "default", "examples"})


class UnboundedShapeError(ValueError):
    """A model that has no exact, bounded grammar; the message names the place and no values."""


@dataclass(frozen=True, slots=True)
class Words:
    """Exactly this JSON text."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A JSON string of so many characters."""

    shortest: int
    longest: int


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number in a range, both ends included."""

    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several nodes."""

    choices: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Row:
    """A JSON array of so many items."""

    item: "Node"
    shortest: int
    longest: int


@dataclass(frozen=True, slots=True)
class Record:
    """A JSON object with these fields in this order."""

    fields: "tuple[tuple[str, Node], ...]"


Node = Words | Text | Whole | OneOf | Row | Record


def gbnf(shape: type[BaseModel]) -> str:
    """Return the grammar of a model, its start rule named `root`. Raises `UnboundedShapeError`."""
    writer = _Writer()
    root = writer.expression(node_of(shape))
    return "\n".join([f"root ::= {root}", *writer.rules, ""])


def largest_bytes(shape: type[BaseModel]) -> int:
    """Return the UTF-8 size of the largest JSON text of a model's grammar.

    A token covers one byte at least, so it is also the most tokens that such a text can take. Raises
    `UnboundedShapeError`.
    """
    return _largest(node_of(shape))


def node_of(shape: type[BaseModel]) -> Node:
    """Return a model as a tree of what its JSON text consists of. Raises `UnboundedShapeError`."""
    schema = shape.model_json_schema(mode="validation")
    return _node(schema, schema.get("$defs", {}), shape.__name__)


def _node(schema: Mapping[str, Any], defs: Mapping[str, Any], at: str) -> Node:
    given = {key: value for key, value in schema.items() if key not in _IGNORED}
    match given:
        case {"$ref": ref, **rest} if not rest:
            return _node(defs[ref.rpartition("/")[2]], defs, at)
        case {"const": value}:
            return _words(value, at)
        case {"enum": values}:
            return OneOf(tuple(_words(value, at) for value in values))
        case {"anyOf": choices, **rest} if not rest:
            return OneOf(tuple(_node(choice, defs, at) for choice in choices))
        case {"type": "null", **rest} if not rest:
            return Words("null")
        case {"type": "boolean", **rest} if not rest:
            return OneOf((Words("true"), Words("false")))
        case {"type": "string", "maxLength": longest, **rest} if not set(rest) - {"minLength"}:
            return Text(*_bounds(rest.get("minLength", 0), longest, at))
        case {"type": "integer", **rest}:
            return _whole(rest, at)
        case {"type": "array", "items": item, "maxItems": longest, **rest} if not set(rest) - {"minItems"}:
            return Row(_node(item, defs, f"{at}[]"), *_bounds(rest.get("minItems", 0), longest, at))
        case {"type": "object", "properties": fields, **rest} if not set(rest) - {
            "required",
            "additionalProperties",
            "$defs",
        }:
            return Record(tuple((name, _node(field, defs, f"{at}.{name}")) for name, field in fields.items()))
    raise UnboundedShapeError(f"{at} has no bounded grammar: {', '.join(sorted(given))}")


def _bounds(shortest: int, longest: int, at: str) -> tuple[int, int]:
    if not 0 <= shortest <= longest <= LONGEST:
        raise UnboundedShapeError(f"{at} may have {shortest} to {longest} parts; {LONGEST} is the limit")
    return shortest, longest


def _words(value: object, at: str) -> Words:
    if isinstance(value, float):
        raise UnboundedShapeError(f"{at} has a fraction among its values")
    return Words(json.dumps(value, ensure_ascii=False))


def _whole(rest: Mapping[str, Any], at: str) -> Whole:
    lowest = rest.get("minimum", rest.get("exclusiveMinimum", 0) + 1 if "exclusiveMinimum" in rest else None)
    highest = rest.get("maximum", rest.get("exclusiveMaximum", 0) - 1 if "exclusiveMaximum" in rest else None)
    known = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
    if set(rest) - known or lowest is None or highest is None or lowest > highest:
        raise UnboundedShapeError(f"{at} is a number without two ends")
    return Whole(int(lowest), int(highest))


def _largest(node: Node) -> int:
    match node:
        case Words(text):
            return len(text.encode())
        case Text(_, longest):
            return 2 + _CHARACTER_BYTES * longest
        case Whole(lowest, highest):
            return max(len(str(lowest)), len(str(highest)))
        case OneOf(choices):
            return max(_largest(choice) for choice in choices)
        case Row(item, _, longest):
            return 2 + longest * (_largest(item) + 2)
        case Record(fields):
            return 2 + sum(len(json.dumps(name).encode()) + 4 + _largest(field) for name, field in fields)


class _Writer:
    """Writes expressions of nodes; what is repeated becomes a rule, because llama.cpp copies what it repeats."""

    def __init__(self) -> None:
        self.rules: list[str] = []
        self._names: dict[str, str] = {}

    def expression(self, node: Node) -> str:
        """Return the right-hand side of a rule for a node."""
        match node:
            case Words(text):
                return _literal(text)
            case Text(shortest, longest):
                character = self._rule("char", f"{_class()} | {_literal(_ESCAPED_QUOTE)}")
                return f"{_literal(chr(34))} {character}{{{shortest},{longest}}} {_literal(chr(34))}"
            case Whole(lowest, highest):
                return f"({' | '.join(_digits(lowest, highest))})"
            case OneOf(choices):
                return f"({' | '.join(self.expression(choice) for choice in choices)})"
            case Row():
                return self._row(node)
            case Record(fields):
                parts: list[str] = []
                for index, (name, field) in enumerate(fields):
                    parts += [_literal(f"{', ' if index else '{'}{json.dumps(name)}: "), self.expression(field)]
                return " ".join([*parts, _literal("}" if fields else "{}")])

    def _row(self, node: Row) -> str:
        if node.longest == 0:
            return _literal("[]")
        item = self._rule("item", self.expression(node.item))
        more = self._rule("more", f"{_literal(', ')} {item}")
        filled = f"{item} {more}{{{max(0, node.shortest - 1)},{node.longest - 1}}}" if node.longest > 1 else item
        return f"{_literal('[')} {filled if node.shortest else f'({filled})?'} {_literal(']')}"

    def _rule(self, kind: str, body: str) -> str:
        if body not in self._names:
            self._names[body] = kind if kind == "char" else f"{kind}-{len(self._names)}"
            self.rules.append(f"{self._names[body]} ::= {body}")
        return self._names[body]


def _literal(text: str) -> str:
    quoted = "".join(f"\\{char}" if char in '"\\' else char for char in text)
    return f'"{quoted}"'


def _class() -> str:
    return "[" + "".join(_range(first, last) for first, last in _CHARACTERS) + "]"


def _range(first: int, last: int) -> str:
    return f"\\u{first:04X}" + (f"-\\u{last:04X}" if last > first else "")


def _digits(lowest: int, highest: int) -> Iterator[str]:
    """Yield alternatives that together match exactly the numbers of a range, without leading zeros."""
    if lowest < 0:
        yield from (f'"-" {digits}' for digits in _digits(max(1, -highest), -lowest))
    for length in range(1, len(str(max(highest, 0))) + 1):
        first = max(lowest, 10 ** (length - 1) if length > 1 else 0)
        last = min(highest, 10**length - 1)
        if first <= last:
            yield from (" ".join(parts) for parts in _same_length(str(first), str(last)))


def _same_length(first: str, last: str) -> Iterator[Sequence[str]]:
    """Yield sequences of digit classes for the numbers from `first` to `last`, which have equally many digits."""
    if not first:
        yield ()
        return
    rest = len(first) - 1
    if first[0] == last[0]:
        yield from ((f"[{first[0]}]", *tail) for tail in _same_length(first[1:], last[1:]))
        return
    low, high = int(first[0]), int(last[0])
    if first[1:] != "0" * rest:
        yield from ((f"[{low}]", *tail) for tail in _same_length(first[1:], "9" * rest))
        low += 1
    if last[1:] != "9" * rest:
        yield from ((f"[{high}]", *tail) for tail in _same_length("0" * rest, last[1:]))
        high -= 1
    if low <= high:
        yield (f"[{low}-{high}]", *("[0-9]",) * rest)
