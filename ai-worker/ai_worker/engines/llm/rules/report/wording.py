"""Sentences of the report in both languages."""

from typing import Final

from ai_worker.language.josa import attach
from interview_contracts.payloads.evaluations import RatedAnswer
from interview_contracts.vocabulary import Dimension, Language

DIMENSIONS: Final[dict[Language, dict[Dimension, str]]] = {
    Language.KO: {
        Dimension.TECHNICAL: "직무 역량",
        Dimension.EXPERIENCE: "경험",
        Dimension.PROBLEM_SOLVING: "문제 해결",
        Dimension.COMMUNICATION: "의사소통",
        Dimension.RESPONSIBILITY: "책임감",
        Dimension.GROWTH: "성장",
    },
    Language.EN: {
        Dimension.TECHNICAL: "technical skill",
        Dimension.EXPERIENCE: "experience",
        Dimension.PROBLEM_SOLVING: "problem solving",
        Dimension.COMMUNICATION: "communication",
        Dimension.RESPONSIBILITY: "responsibility",
        Dimension.GROWTH: "growth",
    },
}
"""Names of the six dimensions."""

HUMAN_DECIDES: Final = {
    Language.KO: "이 요약은 답변에서 관찰된 내용만 정리한 것이며, 채용 결정은 담당자가 답변을 직접 확인한 뒤 내립니다.",
    Language.EN: (
        "This summary lists only what was observed in the answers; a person decides after reading or hearing them."
    ),
}
NOTHING_RATED: Final = {
    Language.KO: (
        "{job} 면접의 평가 대상 답변 {total}개 가운데 평가할 근거가 있는 답변이 없었습니다. 담당자가 답변을 직접 "
        "확인해 주세요."
    ),
    Language.EN: (
        "In the interview for {job}, none of the {total} scored answers held evidence to rate. Please review "
        "them yourself."
    ),
}


def named(language: Language, name: str) -> str:
    """Put a name in quotation marks."""
    return f"‘{name}’" if language is Language.KO else f"“{name}”"


def level_count(language: Language, level: int, count: int) -> str:
    """Say how many answers reached a level."""
    return f"{level}단계 {count}개" if language is Language.KO else f"{count} at level {level}"


def unrated(language: Language, count: int) -> str:
    """Say how many answers were not rated."""
    if language is Language.KO:
        return f"근거가 없어 평가하지 않은 답변이 {count}개 있으므로 직접 확인해 주세요."
    if count == 1:
        return "One answer was not rated for want of evidence; please review it yourself."
    return f"{count} answers were not rated for want of evidence; please review them yourself."


def _grounds(rationale: str, language: Language) -> str:
    mark = "근거: " if language is Language.KO else "Grounds: "
    _, found, grounds = rationale.partition(mark)
    return grounds.strip() if found else ""


def strength(language: Language, competency: str, rating: RatedAnswer) -> str:
    """Say what speaks for a competency."""
    grounds = _grounds(rating.rationale, language)
    if language is Language.KO:
        return (
            f"{attach(competency, '이/가', shown=f'‘{competency}’')} 답변에서 {rating.level}단계로 "
            f"확인되었습니다. {grounds}"
        ).strip()
    return f"“{competency}” was shown at level {rating.level}. {grounds}".strip()


def improvement(language: Language, competency: str, rating: RatedAnswer) -> str:
    """Say what an answer left open about a competency."""
    missing = rating.missing.strip()
    if language is Language.KO:
        lead = f"‘{competency}’ 답변은 {rating.level}단계였습니다."
        return f"{lead} {missing}".strip()
    return f"The answer on “{competency}” reached level {rating.level}. {missing}".strip()
