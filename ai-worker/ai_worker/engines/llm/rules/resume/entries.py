"""Grouping the lines of one part into entries: a head (what, where), a period, and details."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ai_worker.engines.llm.rules.resume.dates import Period, find_range, find_single, without
from ai_worker.engines.llm.rules.resume.headings import Part

_BULLET: Final = re.compile(r"^\s*(?:[•·▪■□◦○●ㆍ▶►✓√∙‣⁃❖*+]|[-–—](?=\s|[가-힣A-Za-z])|\d{1,2}[.)](?=\s))\s*")
_NAMED: Final = re.compile(
    r"^(?:프로젝트\s?명|과제\s?명|회사\s?명|기관\s?명|학교\s?명|자격증?\s?명|project(?:\s?name)?|company|employer"
    r"|school)\s*[:：|]\s*",
    re.I,
)
_KEYED: Final = re.compile(
    r"^(?:기간|수행\s?기간|근무\s?기간|재학\s?기간|역할|담당(?:\s?업무)?|업무(?:\s?내용)?|주요\s?업무|사용\s?기술"
    r"|기술(?:\s?스택)?|개발\s?환경|내용|주요\s?내용|성과|주요\s?성과|개요|설명|"
    r"인원|소속|전공|학점|수행\s?내용|결과|배운\s?점|role|tech(?:nologies|\s?stack)?|stack|duration|period|dates?"
    r"|responsibilities|description|team(?:\s?size)?|results?|tools|gpa|major)\s*[:：|]",
    re.IGNORECASE,
)
_COLUMN_NAMES: Final = frozenset(
    """기간 회사명 회사 근무처 부서 직위 직급 직책 담당업무 업무 학교명 학교 전공 학위 졸업 졸업여부 구분 학점 성적
    자격증명 자격증 취득일 발급기관 발행처 점수 등급 비고 프로젝트명
    역할 내용 소재지 입학 기관 시험명 일자 수상명 period company position department duties school major degree gpa date
    issuer certificate score title role""".split()  # noqa: SIM905
)
_SENTENCE: Final = re.compile(
    r"(?:니다|습니다|했음|하였음|함|(?<![책선주담전겸])임|음|다|요)\.?$|(?<!Inc)(?<!Ltd)(?<!Co)(?<!Corp)(?<!LLC)[.!?]$"
)
_HEAD_LIMIT: Final = 90


@dataclass(slots=True)
class Entry:
    """One entry being put together."""

    head: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    start: str = ""
    end: str = ""

    def take_period(self, period: Period) -> None:
        """Set the period unless there is one."""
        if not self.start:
            self.start, self.end = period.start, period.end


def strip_bullet(line: str) -> str:
    """Return a line without its bullet."""
    return _BULLET.sub("", line, count=1).strip()


def is_bullet(line: str) -> bool:
    """Tell whether a line begins with a bullet."""
    return _BULLET.match(line) is not None


def _is_column_head(line: str) -> bool:
    names = re.split(r"[\s/|·]+", line.strip().lower())
    return len(names) >= 2 and all(name in _COLUMN_NAMES for name in names if name)


def _period(line: str, part: Part) -> Period | None:
    if is_bullet(line) and _SENTENCE.search(line):
        return None
    found = find_range(line)
    if found is not None:
        return found
    single = find_single(line)
    if single is None or _KEYED.match(line):
        return None
    at_edge = single.start_at <= 2 or len(line) - single.end_at <= 2
    if part in (Part.EDUCATION, Part.CERTIFICATE):
        return single if at_edge or part is Part.CERTIFICATE else None
    bracketed = at_edge and len(line) <= _HEAD_LIMIT and not _SENTENCE.search(line)
    return single if bracketed and not is_bullet(line) else None


def _could_be_head(line: str) -> bool:
    return not is_bullet(line) and not _KEYED.match(line) and len(line) <= _HEAD_LIMIT and not _SENTENCE.search(line)


def _starts(lines: Sequence[str], part: Part) -> dict[int, int]:
    """Return where entries begin, each with the index of the line that holds its period (-1: none)."""
    dated = [i for i, line in enumerate(lines) if _period(line, part) and not (_KEYED.match(line))]
    named = [i for i, line in enumerate(lines) if _NAMED.match(line)]
    if named:
        return dict.fromkeys(named, -1)
    if not dated:
        return {i: -1 for i, line in enumerate(lines) if part is Part.CERTIFICATE or _could_be_head(line)}
    head_first = _could_be_head(lines[0]) and dated[0] > 0
    starts: dict[int, int] = {}
    for index in dated:
        period = _period(lines[index], part)
        alone = period is not None and len(without(lines[index], period)) < 2
        start = index
        after = lines[index + 1] if index + 1 < len(lines) else ""
        heads_before = alone and (head_first or not after or not _could_be_head(after))
        while (
            heads_before
            and start > 0
            and index - start < 2
            and start - 1 not in dated
            and _could_be_head(lines[start - 1])
        ):
            start -= 1
        starts[start] = index
    if head_first and 0 not in starts:
        starts[0] = -1
    return starts


def _add(entry: Entry, line: str, part: Part, *, heading: bool) -> None:
    keyed = _KEYED.match(line)
    spelled = find_range(line) if keyed else None
    if spelled is not None and not entry.start:
        entry.take_period(spelled)
        return
    period = _period(line, part)
    if period is not None and not entry.start:
        entry.take_period(period)
        line = without(line, period)
    text = strip_bullet(_NAMED.sub("", line))
    if not text:
        return
    if heading or (not entry.head and not is_bullet(line)):
        entry.head.append(text)
    elif entry.details and not is_bullet(line) and not keyed and not _SENTENCE.search(entry.details[-1]):
        entry.details[-1] = f"{entry.details[-1]} {text}"
    else:
        entry.details.append(text)


def group(lines: Sequence[str], part: Part) -> list[Entry]:
    """Group the lines of a part into entries, in order."""
    kept = [line for line in lines if line.strip() and not _is_column_head(line)]
    if not kept:
        return []
    starts = _starts(kept, part)
    entries: list[Entry] = []
    head_until = -1
    for index, line in enumerate(kept):
        if index in starts or not entries:
            entries.append(Entry())
            dated = starts.get(index, -1)
            head_until = dated if dated > index else index
            if dated == index and not without(line, _period(line, part) or Period("", "", 0, 0)):
                head_until = index + 1
        in_head = index <= head_until and (index in starts or _could_be_head(line))
        _add(entries[-1], line, part, heading=in_head and not is_bullet(line))
    return entries
