"""One independent judgement of an answer."""

from typing import Final

from ai_worker.engines.llm.port import RateRequest, RatingDraft
from ai_worker.engines.llm.rules.analysis.answer import Answer, analyse
from ai_worker.engines.llm.rules.profiles import Profile, profile_of
from ai_worker.engines.llm.rules.rating import wording
from ai_worker.engines.llm.rules.rating.evidence import quotes
from ai_worker.engines.llm.rules.rating.grades import DRAWS, Grades, grade
from ai_worker.engines.llm.rules.rating.levels import level_of
from interview_contracts.payloads.evaluations import Observation
from interview_contracts.vocabulary import Section

_LOOKED_AT: Final[dict[Profile, tuple[str, ...]]] = {
    Profile.BEHAVIOUR: ("situation", "action", "reasoning", "result", "measured", "specifics", "reflection"),
    Profile.SITUATIONAL: ("steps", "reasoning", "comparison", "example"),
    Profile.KNOWLEDGE: ("terms", "reasoning", "comparison", "example"),
    Profile.MOTIVATION: ("reasoning", "action", "specifics", "plan"),
}
_TOP_LEVEL: Final = 5


def _shown(grades: Grades) -> dict[str, bool]:
    return {
        "situation": grades.situation > 0,
        "action": grades.action > 0,
        "reasoning": grades.reasoning > 0,
        "result": grades.result > 0,
        "measured": grades.result > 1,
        "specifics": grades.specifics > 0,
        "reflection": grades.reflection > 0,
        "comparison": grades.comparison > 0,
        "terms": grades.terms > 0,
        "example": grades.action > 0,
        "plan": grades.plan > 0,
        "steps": grades.intent + grades.action > 0,
    }


def _looked_at(profile: Profile, section: Section, shown: dict[str, bool]) -> tuple[str, ...]:
    codes = _LOOKED_AT[profile]
    if profile is Profile.BEHAVIOUR and not shown["result"]:
        codes = tuple(code for code in codes if code != "measured")
    if section is Section.GROWTH:
        codes = ("reflection", *(code for code in codes if code != "reflection"))
    return codes


def _why_not(answer: Answer) -> str | None:
    if not answer.text.strip():
        return "empty"
    if any(sentence.injection for sentence in answer.sentences) and not answer.substantive:
        return "orders"
    if answer.asks_to_repeat:
        return "nothing"
    if answer.gives_no_answer:
        return "declined"
    if answer.off_topic:
        return "off_topic"
    return None if answer.substantive else "nothing"


def _notes(request: RateRequest, answer: Answer, grades: Grades | None) -> list[Observation]:
    notes: list[Observation] = []
    if any(sentence.injection for sentence in answer.sentences):
        note = wording.ORDERS_LEFT_OUT[request.language]
        notes.append(Observation(code="orders_left_out", present=True, note=note))
    if grades is not None and grades.team:
        notes.append(Observation(code="team_only", present=True, note=wording.TEAM_ONLY[request.language]))
    if grades is not None and profile_of(request.section, request.question) is Profile.KNOWLEDGE:
        notes.append(
            Observation(code="correctness_unchecked", present=True, note=wording.CORRECTNESS[request.language])
        )
    return notes


def rate(request: RateRequest) -> RatingDraft:
    """Judge an answer in the manner of the request's draw.

    No level is given without a quote: for empty answers, mere orders to the system, answers that say there is none,
    and answers in which nothing relates to the question.
    """
    topic = " ".join([request.competency.name, request.competency.definition, *(a.text for a in request.anchors)])
    answer = analyse(request.transcript, request.language, question=request.question, topic=topic)
    profile = profile_of(request.section, request.question)
    reason = _why_not(answer)
    evidence = quotes(answer, profile, request.transcript) if reason is None else ()
    if reason is not None or not evidence:
        text = wording.NOT_RATED[request.language][reason or "nothing"]
        return RatingDraft(rationale=text, observations=tuple(_notes(request, answer, None)))
    grades = grade(answer, DRAWS[request.draw % len(DRAWS)])
    level = level_of(grades, profile, request.section)
    shown = _shown(grades)
    features = wording.FEATURES[request.language]
    codes = _looked_at(profile, request.section, shown)
    present = [features[code].present for code in codes if shown[code]]
    absent = [features[code].absent for code in codes if not shown[code]]
    anchor = wording.anchor_sentence(request.language, level, request.anchors, request.competency.name)
    missing = wording.missing_sentence(request.language, absent) or wording.ONE_MORE[request.language]
    observations = [
        Observation(
            code=code, present=shown[code], note=features[code].present if shown[code] else features[code].absent
        )
        for code in codes
    ]
    return RatingDraft(
        level=level,
        quotes=evidence,
        rationale=f"{anchor} {wording.grounds_sentence(request.language, present)}",
        missing=missing if level < _TOP_LEVEL else "",
        observations=(*observations, *_notes(request, answer, grades)),
    )
