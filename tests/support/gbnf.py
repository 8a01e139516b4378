"""A reader of GBNF grammars for tests: it tells whether a text belongs to one, and writes texts that do.

It knows the part of the language that grammars of shapes use: literals, classes, groups, alternatives, `{m,n}`, `?`.
"""

import random
import re
from dataclasses import dataclass

_ESCAPES = {'"': '"', "\\": "\\", "]": "]", "[": "["}


@dataclass(frozen=True)
class _Part:
    """An element of a sequence with how often it stands there."""

    element: "str | tuple[tuple[int, int], ...] | list[list[_Part]]"
    least: int = 1
    most: int = 1


class Grammar:
    """A parsed grammar."""

    def __init__(self, text: str) -> None:
        bodies = dict(line.split(" ::= ", 1) for line in text.splitlines() if line)
        self._bodies = bodies
        self._rules: dict[str, list[list[_Part]]] = {}
        self._pattern = re.compile(self._regex(self._rule("root")))

    def accepts(self, text: str) -> bool:
        """Tell whether the whole text belongs to the grammar."""
        return self._pattern.fullmatch(text) is not None

    def write(self, draws: random.Random) -> str:
        """Return a text of the grammar."""
        return self._write(self._rule("root"), draws)

    def _rule(self, name: str) -> "list[list[_Part]]":
        if name not in self._rules:
            parsed, rest = self._alternatives(self._bodies[name])
            assert not rest, f"{name}: {rest}"
            self._rules[name] = parsed
        return self._rules[name]

    def _alternatives(self, text: str) -> "tuple[list[list[_Part]], str]":
        alternatives: list[list[_Part]] = [[]]
        while text := text.lstrip():
            if text[0] == ")":
                break
            if text[0] == "|":
                alternatives.append([])
                text = text[1:]
                continue
            part, text = self._part(text)
            alternatives[-1].append(part)
        return alternatives, text

    def _part(self, text: str) -> "tuple[_Part, str]":
        element: str | tuple[tuple[int, int], ...] | list[list[_Part]]
        if text[0] == '"':
            found = re.match(r'"((?:\\.|[^"\\])*)"', text)
            assert found
            element, rest = re.sub(r"\\(.)", lambda m: _ESCAPES[m[1]], found[1]), text[found.end() :]
        elif text[0] == "[":
            body, _, rest = text[1:].partition("]")
            element = _ranges(body)
        elif text[0] == "(":
            element, rest = self._alternatives(text[1:])
            assert rest.startswith(")")
            rest = rest[1:]
        else:
            found = re.match(r"[\w-]+", text)
            assert found, text
            element, rest = self._rule(found[0]), text[found.end() :]
        if rest.startswith("?"):
            return _Part(element, 0, 1), rest[1:]
        counted = re.match(r"\{(\d+),(\d+)\}", rest)
        if counted:
            return _Part(element, int(counted[1]), int(counted[2])), rest[counted.end() :]
        return _Part(element), rest

    def _regex(self, alternatives: "list[list[_Part]]") -> str:
        return "(?:" + "|".join("".join(map(self._regex_of, sequence)) for sequence in alternatives) + ")"

    def _regex_of(self, part: _Part) -> str:
        if isinstance(part.element, str):
            text = f"(?:{re.escape(part.element)})"
        elif isinstance(part.element, tuple):
            pairs = (f"\\U{first:08x}-\\U{last:08x}" for first, last in part.element)
            text = f"[{''.join(pairs)}]"
        else:
            text = self._regex(part.element)
        return text if (part.least, part.most) == (1, 1) else f"{text}{{{part.least},{part.most}}}"

    def _write(self, alternatives: "list[list[_Part]]", draws: random.Random) -> str:
        return "".join(self._write_part(part, draws) for part in draws.choice(alternatives))

    def _write_part(self, part: _Part, draws: random.Random) -> str:
        times = draws.choice((part.least, part.most, draws.randint(part.least, part.most)))
        return "".join(self._write_once(part, draws) for _ in range(times))

    def _write_once(self, part: _Part, draws: random.Random) -> str:
        if isinstance(part.element, str):
            return part.element
        if isinstance(part.element, tuple):
            return chr(draws.randint(*draws.choice(part.element)))
        return self._write(part.element, draws)


def _ranges(body: str) -> tuple[tuple[int, int], ...]:
    """Read what stands between the brackets of a class."""
    signs = [chr(int(sign[2:], 16)) if sign.startswith("\\u") else sign for sign in re.findall(r"\\u....|.", body)]
    ranges: list[tuple[int, int]] = []
    while signs:
        first = signs.pop(0)
        last = first
        if len(signs) >= 2 and signs[0] == "-":
            last = signs[1]
            signs = signs[2:]
        ranges.append((ord(first), ord(last)))
    return tuple(ranges)
