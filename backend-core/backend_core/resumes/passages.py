"""Cutting confirmed facts into passages for retrieval."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from interview_contracts.payloads.common import ResumeFact

PASSAGE_LIMIT = 700
"""Code points in a passage: a project's description in one piece, small enough that a match says something."""

_SENTENCE_END = re.compile(r"(?<=[.!?。])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a résumé. `fact_index` is the place of its fact in the confirmed list."""

    fact_index: int
    text: str


def passages_of(facts: Iterable[ResumeFact]) -> list[Passage]:
    """Return the passages of facts in order. Each names its fact, so that it can be understood alone."""
    return [Passage(index, text) for index, fact in enumerate(facts) for text in _texts(fact)]


def _texts(fact: ResumeFact) -> Iterator[str]:
    period = "–".join(part for part in (fact.start.strip(), fact.end.strip()) if part)
    heading = " · ".join(part for part in (fact.title.strip(), fact.organization.strip(), period) if part)
    room = max(PASSAGE_LIMIT - len(heading) - 1, 200)
    details = list(_cut(fact.detail.strip(), room))
    if not details and heading:
        yield heading
    for detail in details:
        yield f"{heading}\n{detail}" if heading else detail


def _cut(text: str, room: int) -> Iterator[str]:
    """Yield pieces of at most `room` code points, cut at ends of sentences where there are any."""
    current = ""
    for sentence in filter(None, _SENTENCE_END.split(text)):
        if current and len(current) + 1 + len(sentence) > room:
            yield current
            current = ""
        while len(sentence) > room:
            space = sentence.rfind(" ", room // 2, room)
            at = space if space != -1 else room
            yield sentence[:at].strip()
            sentence = sentence[at:].strip()
        current = f"{current} {sentence}".strip()
    if current:
        yield current
