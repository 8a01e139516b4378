"""From the pages of a résumé to its facts, part by part, each fact by the lines that state it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from ai_worker.engines.llm.port import StructureRequest
from ai_worker.engines.llm.prompted.asking import Asker
from ai_worker.engines.llm.prompted.limits import RESUME_LINES, RESUME_PARTS, limits
from ai_worker.engines.llm.prompted.shapes import MOST_FACTS, ORGANIZATION, FactShape, facts_shape
from ai_worker.engines.llm.rules.resume.dates import Period, find_range, find_single, without
from ai_worker.engines.llm.rules.resume.headings import Part, heading_of
from ai_worker.engines.llm.rules.resume.private import is_private_line, scrub, without_protected_sentences
from ai_worker.language.guard import is_injection
from ai_worker.language.scripts import visible
from ai_worker.language.sentences import split_sentences
from ai_worker.prompts.loader import Rendered, render
from interview_contracts.payloads.common import ResumeFact
from interview_contracts.payloads.resumes import StructureResult
from interview_contracts.vocabulary import FactKind, Language

_MOST_FACTS: Final = 60
_LONG_LINE: Final = 300
_SKILL_LABEL: Final = re.compile(r"^[가-힣A-Za-z/&\s()]{2,24}\s?[:：]\s*")
_SEPARATOR: Final = re.compile(r"\s*[,，/|·•;ㆍ]\s*|\s{2,}")
_BULLET: Final = re.compile(r"^[\s\-–—•·▪■□◆◇●○▶►*※]+")


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of a résumé in order, and the heading that they stand under, if it is not among them."""

    heading: str
    lines: tuple[str, ...]


def structure(request: StructureRequest, asker: Asker) -> StructureResult:
    """Return the facts of a résumé in its order. Personal data and protected matters are never shown to the model."""
    facts: list[ResumeFact] = []
    seen: set[tuple[str, str, str]] = set()
    for part in islice(parts(_readable(request), request.language), RESUME_PARTS):
        drafted = asker.ask(prompt(part, request.language), facts_shape(len(part.lines)))
        for item in drafted.facts:
            for fact in _facts(item, part.lines):
                key = (fact.kind, fact.title.lower(), fact.start)
                if key not in seen and len(facts) < _MOST_FACTS:
                    seen.add(key)
                    facts.append(fact)
    return StructureResult(facts=tuple(facts))


def prompt(part: Lines, language: Language) -> Rendered:
    """Return the prompt for one part."""
    return render(
        "structure_resume",
        language,
        heading=part.heading,
        lines=part.lines,
        most=MOST_FACTS,
        organization=ORGANIZATION,
    )


def parts(lines: Sequence[str], language: Language) -> Iterator[Lines]:
    """Cut a résumé into parts that fit a prompt, before a heading where one is near the end of a part."""
    pieces = [piece for line in lines for piece in _pieces(line, language)]
    heading = ""
    while pieces:
        end = _end(pieces, limits(language).resume_part)
        yield Lines(heading, tuple(pieces[:end]))
        heading = next((line for line in reversed(pieces[:end]) if _is_heading(line)), heading)
        pieces = pieces[end:]


def _readable(request: StructureRequest) -> list[str]:
    """Return the lines that a model may read: no contact data, nothing under a private heading, no orders."""
    kept: list[str] = []
    private = False
    for raw in (line for page in request.pages for line in page.splitlines()):
        line = visible(raw)
        heading = heading_of(line) if line else None
        if heading is not None:
            private = heading.part is Part.PRIVATE
        if not line or private or is_injection(line) or (heading is None and is_private_line(line)):
            continue
        text = without_protected_sentences(scrub(line), request.language) if heading is None else line
        if text:
            kept.append(text)
    return kept


def _pieces(line: str, language: Language) -> list[str]:
    """Split a paragraph that stands on one line into its sentences, and those that are still too long by force."""
    if len(line) <= _LONG_LINE:
        return [line]
    spans = [span.text for span in split_sentences(line, language)]
    return [span[at : at + _LONG_LINE] for span in spans for at in range(0, len(span), _LONG_LINE)]


def _end(pieces: Sequence[str], longest: int) -> int:
    size, end = 0, 0
    while end < len(pieces) and end < RESUME_LINES and size + len(pieces[end]) <= longest:
        size += len(pieces[end])
        end += 1
    if end < len(pieces):
        headings = [index for index in range(end // 2, end) if _is_heading(pieces[index])]
        end = headings[-1] if headings else end
    return max(1, end)


def _is_heading(line: str) -> bool:
    heading = heading_of(line)
    return heading is not None and not heading.rest


def _facts(item: FactShape, lines: Sequence[str]) -> Iterator[ResumeFact]:
    """Yield what a model's fact points at: one fact, or one for each skill of a line."""
    kind = FactKind(item.kind)
    title = lines[item.title - 1]
    if kind is FactKind.SKILL:
        names = _SEPARATOR.split(_SKILL_LABEL.sub("", _BULLET.sub("", title)))
        yield from (ResumeFact(kind=kind, title=name[:300]) for name in (name.strip(" .()-") for name in names) if name)
        return
    detail = _detail(item, lines)
    period = _period(title)
    if period is not None:
        title = without(title, period)
    elif detail and (period := _period(detail[0])) is not None and not without(detail[0], period):
        detail = detail[1:]
    title = _BULLET.sub("", title)
    if not title:
        return
    organization = visible(item.organization)
    yield ResumeFact(
        kind=kind,
        title=title[:300],
        detail="\n".join(detail)[:4000],
        organization=organization if any(organization in line for line in (title, *detail)) else "",
        start=period.start if period else "",
        end=period.end if period else "",
    )


def _detail(item: FactShape, lines: Sequence[str]) -> list[str]:
    if not item.first and not item.last:
        return []
    first, last = sorted((item.first or item.last, item.last or item.first))
    numbers = (number for number in range(first, last + 1) if number != item.title)
    return [_BULLET.sub("", lines[number - 1]) for number in numbers]


def _period(line: str) -> Period | None:
    return find_range(line) or find_single(line)
