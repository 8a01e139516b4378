"""Dates and periods of résumés, as written."""

import re
from dataclasses import dataclass
from typing import Final

from ai_worker.engines.llm.rules.resume.private import tidy

_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_POINT: Final = (
    rf"(?:{_MONTH},?\s+(?:19|20)\d{{2}}|(?:spring|summer|fall|autumn|winter)\s+(?:19|20)\d{{2}}|\d{{1,2}}/(?:19"
    rf"|20)\d{{2}}"
    r"|(?:19|20)\d{2}\s?년(?:\s?\d{1,2}\s?월)?(?:\s?\d{1,2}\s?일)?"
    r"|(?:19|20)\d{2}\s?[.\-/]\s?(?:0?[1-9]|1[0-2])(?:\s?[.\-/]\s?(?:0?[1-9]|[12]\d|3[01]))?(?!\d)\.?"
    r"|['’]\d{2}\s?[.\-/]\s?\d{1,2}\.?|(?:19|20)\d{2}(?!\d))"
)
_OPEN: Final = r"(?:현재|재직\s?중|재학\s?중|진행\s?중|present|now|current|ongoing|today)"
_RANGE: Final = re.compile(
    rf"\(?\s*(?P<start>{_POINT})\s*(?:부터|에서)?\s*(?:~|-|–|—|―|∼|～|〜|to|until|부터)\s*(?P<end>{_POINT}"
    rf"|{_OPEN})?(?:\s*까지)?\s*\)?",
    re.IGNORECASE,
)
_SINGLE: Final = re.compile(rf"\(?\s*(?P<start>{_POINT})\s*\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """A period as written; `end` is empty for a single date. `start_at` and `end_at` are its place in the line."""

    start: str
    end: str
    start_at: int
    end_at: int


def _short(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").strip(" .")[:20]


def find_range(line: str) -> Period | None:
    """Return the first period with two ends, or an open one, of a line."""
    for found in _RANGE.finditer(line):
        if found["end"] or re.search(r"[~∼～〜–—-]\s*\)?$", found.group().strip()):
            return Period(_short(found["start"]), _short(found["end"]), found.start(), found.end())
    return None


def find_single(line: str) -> Period | None:
    """Return the first date of a line."""
    found = _SINGLE.search(line)
    return Period(_short(found["start"]), "", found.start(), found.end()) if found else None


def without(line: str, period: Period) -> str:
    """Return the line without the period."""
    return tidy(f"{line[: period.start_at]} {line[period.end_at :]}")
