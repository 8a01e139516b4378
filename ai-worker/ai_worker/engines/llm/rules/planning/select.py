"""Choosing the facts that matter most for the job, and the line of each that is worth asking about."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ai_worker.engines.llm.port import PlanRequest
from ai_worker.engines.llm.rules.analysis.answer import CUES
from ai_worker.engines.llm.rules.analysis.cues import Cue
from ai_worker.engines.llm.rules.analysis.numbers import numbers
from ai_worker.engines.llm.rules.analysis.terms import terms
from ai_worker.language.guard import is_injection, touches_protected_matter
from ai_worker.language.sentences import split_sentences
from ai_worker.language.words import content_stems, content_words, overlap
from interview_contracts.payloads.common import Competency, ResumeFact
from interview_contracts.payloads.interviews import RetrievedPassage
from interview_contracts.vocabulary import FactKind, Language

_WORTH: Final[dict[FactKind, float]] = {
    FactKind.PROJECT: 3.0,
    FactKind.EXPERIENCE: 3.0,
    FactKind.SELF_INTRODUCTION: 1.5,
    FactKind.SKILL: 1.0,
    FactKind.CERTIFICATE: 0.4,
}
"""Weight of a kind. Education is not asked about: it leads to schools, not to what a person can do."""

_LINE: Final = {Language.KO: 60, Language.EN: 120}
"""Characters of a line that a question can quote and still be heard at once."""
_CAP: Final = 6
"""Shared words beyond this many make a fact no more relevant."""
_KEYED: Final = re.compile(r"^[가-힣A-Za-z\s]{2,18}\s*[:：]\s*")
_NOT_ASKED: Final = re.compile(
    r"^(?:사용\s?기술|기술(?:\s?스택)?|개발\s?환경|인원|소속|전공|학점|tech(?:nologies|\s?stack)?|stack"
    r"|team(?:\s?size)?|tools|gpa|major)\s*[:：]",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Topic:
    """A fact to ask about.

    `line` is a verbatim part of its detail, or empty. `shared` are those of its words that the job uses too.
    """

    index: int
    fact: ResumeFact
    line: str
    shared: tuple[str, ...]
    competency: Competency | None
    passage: RetrievedPassage | None
    score: float


def _surface(text: str, stems: frozenset[str]) -> tuple[str, ...]:
    shown: dict[str, str] = {}
    for word in content_words(text):
        if word.stem in stems:
            shown.setdefault(word.stem, word.stem if "가" <= word.stem[0] <= "힣" else word.text)
    return tuple(shown.values())[:5]


def _lines(fact: ResumeFact, language: Language) -> list[str]:
    parts = [line for line in fact.detail.splitlines() if not _NOT_ASKED.match(line)]
    sentences = [span.text for line in parts for span in split_sentences(_KEYED.sub("", line), language)]
    return [
        sentence.rstrip(" .")
        for sentence in sentences
        if 6 <= len(sentence) <= _LINE[language]
        and not touches_protected_matter(sentence)
        and not is_injection(sentence)
    ]


def _line_score(line: str, job: frozenset[str]) -> tuple[int, int]:
    telling = len(list(numbers(line))) + len(list(terms(line)))
    return (min(len(overlap(content_stems(line), job)), 3) + min(telling, 3), -len(line))


def _nearest(text: frozenset[str], competencies: Sequence[Competency]) -> Competency | None:
    scored = [(len(overlap(content_stems(f"{item.name} {item.definition}"), text)), item) for item in competencies]
    best = max(scored, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] > 0 else None


def _support(text: frozenset[str], passages: Iterable[RetrievedPassage]) -> tuple[RetrievedPassage | None, float]:
    """Return the passage nearest to a fact among those that the job brought up, and how near it is."""
    best: RetrievedPassage | None = None
    nearness = 0.0
    for passage in passages:
        if is_injection(passage.text) or touches_protected_matter(passage.text):
            continue
        stems = content_stems(passage.text)
        share = len(overlap(text, stems)) / max(4, len(stems))
        if share > nearness:
            best, nearness = passage, share
    return best, nearness


def topics(request: PlanRequest) -> list[Topic]:
    """Return the facts worth asking about, best first, varied in employer, kind and competency."""
    job = content_stems(
        " ".join([
            request.job_title,
            request.job_description,
            request.talent_profile,
            *(f"{item.name} {item.definition}" for item in request.competencies),
        ])
    )  # fmt: skip
    found: list[Topic] = []
    for index, fact in enumerate(request.facts):
        worth = _WORTH.get(fact.kind, 0.0)
        if worth == 0.0 or touches_protected_matter(fact.title) or is_injection(f"{fact.title} {fact.detail}"):
            continue
        text = f"{fact.title} {fact.detail}"
        stems = content_stems(text)
        shared = overlap(stems, job)
        lines = _lines(fact, request.language)
        if fact.kind is FactKind.SELF_INTRODUCTION:
            lines = [item for item in lines if Cue.ACTION in CUES[request.language].cues(item)]
        line = max(lines, key=lambda item: _line_score(item, job), default="")
        if fact.kind is FactKind.SELF_INTRODUCTION and not line:
            continue
        passage, nearness = _support(stems, request.passages)
        score = worth * (1 + min(len(shared), _CAP) / 2) + (1.0 if line else 0.0) + nearness * 2
        competency = _nearest(stems, request.competencies)
        found.append(Topic(index, fact, line, _surface(text, shared), competency, passage, score))
    return _varied(sorted(found, key=lambda topic: (-topic.score, topic.index)))


def _varied(ranked: list[Topic]) -> list[Topic]:
    """Put a fact of the same employer or competency as an earlier one behind the others that are nearly as good."""
    result: list[Topic] = []
    rest = list(ranked)
    while rest:
        best = max(rest, key=lambda topic: (topic.score - _likeness(topic, result), -topic.index))
        result.append(best)
        rest.remove(best)
    return result


def _likeness(topic: Topic, chosen: Sequence[Topic]) -> float:
    cost = 0.0
    for other in chosen:
        if topic.competency is not None and other.competency is not None and topic.competency.id == other.competency.id:
            cost += 1.0
        if topic.fact.organization and topic.fact.organization == other.fact.organization:
            cost += 1.5
        if topic.fact.kind is other.fact.kind:
            cost += 0.5
    return cost
