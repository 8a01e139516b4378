"""The beginning that all prompts of an interview share: job, talent profile, competencies and résumé facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ai_worker.engines.llm.port import FollowUpRequest, PlanRequest
from ai_worker.engines.llm.prompted import wording
from ai_worker.engines.llm.prompted.limits import COMPETENCIES, limits
from ai_worker.engines.llm.prompted.shapes import question_length
from ai_worker.prompts.material import clip
from interview_contracts.payloads.common import Competency, ResumeFact
from interview_contracts.vocabulary import FactKind, Language

_IMPORTANT_FIRST: Final = (
    FactKind.EXPERIENCE,
    FactKind.PROJECT,
    FactKind.SELF_INTRODUCTION,
    FactKind.SKILL,
    FactKind.CERTIFICATE,
    FactKind.EDUCATION,
)


@dataclass(frozen=True, slots=True)
class Interview:
    """What stands at the beginning. `fact_indexes[n]` is the request's index of the fact with number n + 1."""

    values: dict[str, Any]
    fact_indexes: tuple[int, ...]


def beginning(request: PlanRequest | FollowUpRequest) -> Interview:
    """Return the values of the shared beginning; equal for all requests of an interview."""
    room = limits(request.language)
    facts = _chosen(request.facts, request.language)
    return Interview(
        values={
            "job_title": clip(request.job_title, room.job_title),
            "talent_profile": _within(request.talent_profile.splitlines(), room.talent_profile),
            "competencies": [named(item, request.language) for item in request.competencies[:COMPETENCIES]],
            "facts": [text for _, text in facts],
            "longest": question_length(request.language),
        },
        fact_indexes=tuple(index for index, _ in facts),
    )


def named(competency: Competency, language: Language) -> str:
    """Return a competency as one line."""
    return clip(f"{competency.name}: {competency.definition}".strip(": "), limits(language).competency)


def _within(lines: Sequence[str], longest: int) -> list[str]:
    """Return the lines that hold text, together no longer than that."""
    kept: list[str] = []
    for line in lines:
        left = longest - sum(map(len, kept))
        if line.strip() and left > 1:
            kept.append(clip(line, left))
    return kept


def _chosen(facts: Sequence[ResumeFact], language: Language) -> list[tuple[int, str]]:
    """Return index and text of the facts that fit, in the order of the résumé; what says most about work goes first."""
    texts = [_fact(fact, language) for fact in facts]
    left = limits(language).facts
    chosen: list[int] = []
    for index in sorted(range(len(facts)), key=lambda index: _IMPORTANT_FIRST.index(facts[index].kind)):
        if len(texts[index]) <= left:
            left -= len(texts[index])
            chosen.append(index)
    return [(index, texts[index]) for index in sorted(chosen)]


def _fact(fact: ResumeFact, language: Language) -> str:
    period = "~".join(part for part in (fact.start, fact.end) if part)
    head = " · ".join(part for part in (fact.title, fact.organization, period) if part.strip())
    text = f"{wording.FACTS[language][fact.kind]}: {head}"
    return clip(f"{text}. {fact.detail}" if fact.detail.strip() else text, limits(language).fact)
