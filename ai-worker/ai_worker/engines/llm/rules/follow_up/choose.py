"""Choosing the follow-up question to an answer."""

import re
from types import ModuleType
from typing import Final

from ai_worker.engines.llm.port import FollowUpRequest
from ai_worker.engines.llm.rules.analysis.answer import Answer, analyse
from ai_worker.engines.llm.rules.choice import in_order
from ai_worker.engines.llm.rules.follow_up import wording_en, wording_ko
from ai_worker.engines.llm.rules.follow_up.points import ABOUT_NEW_WORDS, INTENTS, Kind, OpenPoint, finders
from ai_worker.engines.llm.rules.profiles import SECTION_NAMES, WITHOUT_FOLLOW_UP, profile_of
from ai_worker.language.josa import attach
from ai_worker.language.similarity import already_asked
from interview_contracts.payloads.interviews import FollowUp, FollowUpResult
from interview_contracts.vocabulary import Language

_WORDING: Final[dict[Language, ModuleType]] = {Language.KO: wording_ko, Language.EN: wording_en}
_PARTICLES: Final = {"을": "을/를", "은": "은/는", "이": "이/가", "과": "과/와"}
_QUOTED: Final = re.compile(r"[‘“]([^’”]{4,})[’”]")
_LONG_ANSWER = 12_000
"""Characters of an answer that are looked at; what an hour of talking adds beyond them changes no question."""


def _none(rationale: str) -> FollowUpResult:
    return FollowUpResult(follow_up=None, rationale=rationale)


def takes_up(question: str, earlier_answer: str) -> bool:
    """Tell whether a question cites an earlier answer, and so is a follow-up to it."""
    return any(quoted.rstrip("…") in earlier_answer for quoted in _QUOTED.findall(question))


def _fill(template: str, point: OpenPoint, topic: str) -> str:
    slots: dict[str, str] = {"topic": topic, "term": point.term}
    shown = {"topic": topic, "term": f"‘{point.term}’"}
    for short, pair in _PARTICLES.items():
        slots[f"topic_{short}"] = attach(topic, pair)
        slots[f"term_{short}"] = attach(point.term, pair, shown=shown["term"]) if point.term else ""
    slots["cite"] = point.citation.phrase if point.citation else ""
    return template.format(**slots)


def _templates(wording: ModuleType, point: OpenPoint, request: FollowUpRequest) -> tuple[str, ...]:
    if point.kind is Kind.NO_ANSWER:
        return tuple(wording.NO_ANSWER[profile_of(request.section, request.question).value])
    table = wording.WITH_CITATION if point.citation else wording.PLAIN
    return tuple(table.get(point.kind, ()))


def _question(wording: ModuleType, point: OpenPoint, request: FollowUpRequest, topic: str) -> str | None:
    for template in in_order(_templates(wording, point, request), f"{request.seed}:{point.kind}", request.asked):
        text = _fill(template, point, topic)
        if not already_asked(text, (*request.asked, request.question)):
            return text
    return None


def _topic(request: FollowUpRequest) -> str:
    if request.competency and request.competency.name.strip():
        name = request.competency.name.strip()
        return name if request.language is Language.KO or name.isupper() else name[0].lower() + name[1:]
    return SECTION_NAMES[request.language][request.section]


def _points(request: FollowUpRequest, answer: Answer, *, second: bool) -> list[OpenPoint]:
    found = (finder(answer) for finder in finders(request.section, request.question))
    points = [point for point in found if point is not None]
    return [point for point in points if point.kind in ABOUT_NEW_WORDS] if second else points


def choose(request: FollowUpRequest) -> FollowUpResult:
    """Return the most important open point of the answer as a question, or no question with the reason why."""
    wording = _WORDING[request.language]
    if request.section in WITHOUT_FOLLOW_UP:
        return _none(wording.NO_FOLLOW_UP_HERE)
    topic_text = f"{request.competency.name} {request.competency.definition}" if request.competency else ""
    answer = analyse(request.answer[:_LONG_ANSWER], request.language, question=request.question, topic=topic_text)
    earlier = request.history[-1] if request.history else None
    second = earlier is not None and takes_up(request.question, earlier.answer)
    if earlier is not None and earlier.section is request.section and answer.gives_no_answer:
        before = analyse(earlier.answer, request.language, question=earlier.question)
        if second or before.gives_no_answer:
            return _none(wording.GAVE_UP)
    points = _points(request, answer, second=second)
    for point in points:
        text = _question(wording, point, request, _topic(request))
        if text is None:
            continue
        reason = wording.REASONS[point.kind]
        trigger = point.citation.trigger if point.citation else ""
        return FollowUpResult(
            follow_up=FollowUp(text=text, intent=INTENTS[point.kind], trigger=trigger, rationale=reason),
            rationale=reason,
        )
    return _none(wording.ALL_ASKED if points else wording.COMPLETE)
