"""From the pages of a résumé to its facts. Nothing is added: every word of a fact stands in the document."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ai_worker.engines.llm.port import StructureRequest
from ai_worker.engines.llm.rules.resume.dates import find_range, find_single, without
from ai_worker.engines.llm.rules.resume.entries import Entry, group, strip_bullet
from ai_worker.engines.llm.rules.resume.headings import Heading, Part, heading_of
from ai_worker.engines.llm.rules.resume.private import is_private_line, scrub, without_protected_sentences
from ai_worker.language.guard import is_injection
from ai_worker.language.scripts import visible
from interview_contracts.payloads.common import ResumeFact
from interview_contracts.payloads.resumes import StructureResult
from interview_contracts.vocabulary import FactKind, Language

_MOST_FACTS: Final = 60
_MOST_SKILLS: Final = 30
_PAGE_MARK: Final = re.compile(
    r"^\W*(?:page\s?)?\d{1,3}\s?(?:/|of|-)?\s?\d{0,3}\W*$|^(?:이\s?력\s?서|resume|résumé|curriculum vitae|cv)$", re.I
)
_SCHOOL: Final = re.compile(
    r"[가-힣A-Za-z]+(?:대학교|대학원|대학|고등학교|전문학교|과학기술원|아카데미|부트캠프|사관학교)"
    r"|(?:[A-Z][\w.&'-]+\s){0,4}(?:University|College|Institute|Academy|Bootcamp|School)(?:\sof(?:\s[A-Z]\w+){1,4})?"
)
_ORGANIZATION: Final = re.compile(
    r"(?:\(주\)|㈜|주식회사)\s?[가-힣A-Za-z0-9&]+|[가-힣A-Za-z0-9&]+\s?(?:\(주\)|㈜|주식회사)"
    r"|[가-힣A-Za-z0-9]*(?:은행|전자|테크|소프트|그룹|병원|센터|공사|공단|협회|연구소|연구원|스튜디오|컴퍼니"
    r"|코퍼레이션|물산|카드|보험|네트웍스|시스템즈|랩스|소프트웨어)"
    r"|(?:[A-Z][\w&'-]*\s){0,3}[A-Z][\w&'-]*,?\s(?:Inc|LLC|Ltd|Corp|Co|Company|Technologies|Labs|Studio|GmbH|Bank"
    r"|Group|Systems|Software|Solutions)\b\.?"
)
_ROLE: Final = re.compile(
    r"개발자|엔지니어|매니저|인턴|사원|주임|대리|과장|차장|팀장|리드|디자이너|기획자|마케터|컨설턴트|연구원|상담사"
    r"|상담원|아르바이트|조교|담당|운영자|분석가"
    r"|\b(?:engineer|developer|manager|intern|lead|designer|analyst|consultant|specialist|associate|director"
    r"|researcher|"
    r"assistant|architect|representative|coordinator|scientist|administrator)\b",
    re.IGNORECASE,
)
_CERTIFICATE: Final = re.compile(
    r"기사(?:$|\s)|산업기사|자격증|기능사|\b(?:TOEIC|TOEFL|OPIc|IELTS|SQLD|ADsP|CKA|PMP|AWS Certified|certified)\b"
    r"|\d급|수상|장려상|우수상",
    re.I,
)
_DEGREE: Final = re.compile(
    r"졸업|학사|석사|박사|수료|재학|\b(?:bachelor|master|b\.?s\.?c?|m\.?s\.?c?|ph\.?d|mba|diploma)\b", re.I
)
_SKILL_LABEL: Final = re.compile(r"^[가-힣A-Za-z/&\s()]{2,24}\s?[:：]\s*")
_SEPARATOR: Final = re.compile(r"\s*[,，/|·•;ㆍ]\s*|\s{2,}")
_KEY_WORDS_ONLY: Final = 40


def _clean_lines(pages: Sequence[str]) -> Iterator[str]:
    for page in pages:
        for raw in page.splitlines():
            line = visible(raw)
            if not line or _PAGE_MARK.match(line) or is_injection(line):
                continue
            yield line


def _is_left_out(line: str) -> bool:
    heading = heading_of(line)
    if heading is None:
        return is_private_line(line)
    return heading.part is Part.PRIVATE and bool(heading.rest)


def _guess(line: str) -> Part | None:
    """Guess the part that a line without a heading belongs to."""
    if _CERTIFICATE.search(line) and len(line) < 80 and not find_range(line):
        return Part.CERTIFICATE
    if find_range(line) or find_single(line):
        if _SCHOOL.search(line) and (_DEGREE.search(line) or not _ROLE.search(line)):
            return Part.EDUCATION
        if "프로젝트" in line or re.search(r"\bproject\b", line, re.I):
            return Part.PROJECT
        if find_range(line) and (_ORGANIZATION.search(line) or _ROLE.search(line)):
            return Part.EXPERIENCE
    return None


def _parts(lines: Sequence[str]) -> list[tuple[Heading, list[str]]]:
    """Split the document at its headings; where there is none, at lines whose kind shows."""
    parts: list[tuple[Heading, list[str]]] = []
    guessed = True
    for line in lines:
        heading = heading_of(line)
        within = parts[-1][0].part if parts and not guessed else None
        if heading is not None and heading.rest and within in (Part.PROJECT, Part.EXPERIENCE, Part.SKILL):
            heading = None
        if heading is not None:
            parts.append((heading, [heading.rest] if heading.rest else []))
            guessed = False
            continue
        if guessed:
            part = _guess(line)
            if part is not None and (not parts or parts[-1][0].part is not part):
                parts.append((Heading(part, "", ""), []))
        if parts:
            parts[-1][1].append(line)
    return parts


def _skills(lines: Sequence[str]) -> Iterator[ResumeFact]:
    seen: set[str] = set()
    for line in lines:
        body = _SKILL_LABEL.sub("", strip_bullet(scrub(line)))
        items = [body] if len(body) > _KEY_WORDS_ONLY and not _SEPARATOR.search(body) else _SEPARATOR.split(body)
        for item in items:
            name = item.strip(" .()-")
            if not name or name.lower() in seen or len(seen) >= _MOST_SKILLS:
                continue
            seen.add(name.lower())
            yield ResumeFact(kind=FactKind.SKILL, title=name[:300])


def _organization(part: Part, head: Sequence[str]) -> str:
    pattern = _SCHOOL if part is Part.EDUCATION else _ORGANIZATION
    found = next((match for match in map(pattern.search, head) if match), None)
    if found:
        return found.group().strip()
    text = " ".join(head)
    if part is Part.EXPERIENCE:
        pieces = [piece.strip() for piece in re.split(r"\s*[|,·/–—]\s*|\s-\s", text) if piece.strip()]
        others = [piece for piece in pieces if not _ROLE.search(piece)]
        if len(pieces) > 1 and others:
            return others[0]
        if len(head) > 1:
            return next((piece for piece in head if not _ROLE.search(piece)), "")
    return ""


def _entry_fact(part: Part, entry: Entry, language: Language) -> ResumeFact | None:
    head = [scrub(piece) for piece in entry.head]
    joint = " " if language is Language.KO else ", "
    title = joint.join(piece for piece in head if piece)
    details = [without_protected_sentences(scrub(detail), language) for detail in entry.details]
    detail = "\n".join(piece for piece in details if piece)
    if not title:
        if not detail:
            return None
        title, _, detail = detail.partition("\n")
    if part is Part.EDUCATION and detail and _SCHOOL.fullmatch(title):
        first, _, detail = detail.partition("\n")
        title = f"{title} {first}"
    return ResumeFact(
        kind=part.fact_kind,
        title=title[:300],
        detail=detail[:4000],
        organization=_organization(part, head)[:300] if part in (Part.EDUCATION, Part.EXPERIENCE) else "",
        start=entry.start,
        end=entry.end,
    )


def _self_introduction(heading: Heading, lines: Sequence[str], language: Language) -> ResumeFact | None:
    text = without_protected_sentences(scrub(" ".join(strip_bullet(line) for line in lines)), language)
    if len(text) < 10:
        return None
    title = heading.title or text[:_KEY_WORDS_ONLY]
    return ResumeFact(kind=FactKind.SELF_INTRODUCTION, title=title[:300], detail=text[:4000])


def _certificate(line: str) -> ResumeFact | None:
    text = strip_bullet(scrub(line))
    period = find_range(text) or find_single(text)
    title = without(text, period) if period else text
    if len(title) < 2:
        return None
    return ResumeFact(
        kind=FactKind.CERTIFICATE,
        title=title[:300],
        start=period.start if period else "",
        end=period.end if period else "",
    )


def _facts(heading: Heading, lines: Sequence[str], language: Language) -> Iterator[ResumeFact]:
    part = heading.part
    if part is Part.PRIVATE:
        return
    if part is Part.SELF_INTRODUCTION:
        fact = _self_introduction(heading, lines, language)
        if fact is not None:
            yield fact
        return
    if part is Part.SKILL:
        yield from _skills(lines)
        return
    for entry in group(lines, part):
        if part is Part.CERTIFICATE:
            dated = f"{' '.join([*entry.head, *entry.details])} {entry.start}".strip()
            fact = _certificate(dated)
        else:
            fact = _entry_fact(part, entry, language)
        if fact is not None:
            yield fact


def read(request: StructureRequest) -> StructureResult:
    """Return the facts of a résumé in the order of the document, without contact data and protected matters."""
    lines = [line for line in _clean_lines(request.pages) if not _is_left_out(line)]
    facts: list[ResumeFact] = []
    seen: set[tuple[str, str, str]] = set()
    for heading, body in _parts(lines):
        for fact in _facts(heading, body, request.language):
            key = (fact.kind, fact.title, fact.start)
            if key not in seen and len(facts) < _MOST_FACTS:
                seen.add(key)
                facts.append(fact)
    return StructureResult(facts=tuple(facts))
