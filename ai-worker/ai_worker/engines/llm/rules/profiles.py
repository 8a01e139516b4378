"""Which kind of answer a section of the interview asks for."""

import re
from enum import StrEnum
from typing import Final

from interview_contracts.vocabulary import Language, Section


class Profile(StrEnum):
    """What a good answer is made of: a lived example, a plan for a case, an explanation, or reasons for applying."""

    BEHAVIOUR = "behaviour"
    SITUATIONAL = "situational"
    KNOWLEDGE = "knowledge"
    MOTIVATION = "motivation"


PROFILES: Final[dict[Section, Profile]] = {
    Section.INTRODUCTION: Profile.BEHAVIOUR,
    Section.MOTIVATION: Profile.MOTIVATION,
    Section.JOB_KNOWLEDGE: Profile.KNOWLEDGE,
    Section.EXPERIENCE: Profile.BEHAVIOUR,
    Section.PROBLEM_SOLVING: Profile.BEHAVIOUR,
    Section.COMMUNICATION: Profile.BEHAVIOUR,
    Section.RESPONSIBILITY: Profile.BEHAVIOUR,
    Section.GROWTH: Profile.BEHAVIOUR,
    Section.RESUME: Profile.BEHAVIOUR,
    Section.CLOSING: Profile.MOTIVATION,
}

WITHOUT_FOLLOW_UP: Final = frozenset({Section.INTRODUCTION, Section.CLOSING})
"""Sections whose answers are taken as they are."""

_HYPOTHETICAL: Final = re.compile(
    r"(?<!주)시겠(?:어요|습니까)|만약|가정|한다면|(?:상황|경우)(?:이라면|라면)"
    r"|\bwould you\b|\bimagine\b|\bsuppose\b|\bwhat if\b",
    re.IGNORECASE,
)


def profile_of(section: Section, question: str) -> Profile:
    """Return what a question asks for: one that puts a case asks for a plan instead of a lived example."""
    profile = PROFILES[section]
    if profile is Profile.BEHAVIOUR and _HYPOTHETICAL.search(question):
        return Profile.SITUATIONAL
    return profile


SECTION_NAMES: Final[dict[Language, dict[Section, str]]] = {
    Language.KO: {
        Section.INTRODUCTION: "자기소개",
        Section.MOTIVATION: "지원 동기",
        Section.JOB_KNOWLEDGE: "직무 지식",
        Section.EXPERIENCE: "실무 경험",
        Section.PROBLEM_SOLVING: "문제 해결",
        Section.COMMUNICATION: "의사소통",
        Section.RESPONSIBILITY: "책임감",
        Section.GROWTH: "성장",
        Section.RESUME: "이력서에 적어 주신 내용",
        Section.CLOSING: "마무리",
    },
    Language.EN: {
        Section.INTRODUCTION: "your introduction",
        Section.MOTIVATION: "your motivation",
        Section.JOB_KNOWLEDGE: "job knowledge",
        Section.EXPERIENCE: "your experience",
        Section.PROBLEM_SOLVING: "problem solving",
        Section.COMMUNICATION: "communication",
        Section.RESPONSIBILITY: "responsibility",
        Section.GROWTH: "growth",
        Section.RESUME: "what you wrote in your résumé",
        Section.CLOSING: "closing remarks",
    },
}
"""How a section is named inside a sentence."""
