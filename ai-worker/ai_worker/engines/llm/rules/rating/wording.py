"""The words of a rating in both languages: features, what is missing, and the sentence that names the anchor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from interview_contracts.payloads.common import RubricAnchor
from interview_contracts.vocabulary import Language


@dataclass(frozen=True, slots=True)
class Feature:
    """How a feature is named when it is there, and how it is named when it is missing."""

    present: str
    absent: str


FEATURES: Final[dict[Language, dict[str, Feature]]] = {
    Language.KO: {
        "situation": Feature("상황이나 과제를 설명했습니다.", "어떤 상황에서 무엇을 목표로 했는지"),
        "action": Feature("본인이 한 행동을 말했습니다.", "본인이 직접 한 행동"),
        "reasoning": Feature("판단의 이유를 말했습니다.", "그렇게 판단한 이유"),
        "result": Feature("결과를 말했습니다.", "행동의 결과"),
        "measured": Feature("결과를 수치로 말했습니다.", "결과를 확인할 수 있는 수치나 반응"),
        "specifics": Feature("구체적인 수치나 기술·방법의 이름이 있습니다.", "구체적인 수치나 방법의 이름"),
        "reflection": Feature("경험에서 얻은 점이나 이후의 변화를 말했습니다.", "경험에서 배운 점이나 이후의 변화"),
        "comparison": Feature("다른 방법과 비교하거나 한계를 말했습니다.", "다른 방법과의 비교나 한계"),
        "terms": Feature("관련 기술이나 방법을 이름으로 들었습니다.", "관련 개념이나 방법의 이름"),
        "example": Feature("직접 적용한 사례를 들었습니다.", "직접 적용한 사례"),
        "steps": Feature("그 상황에서 할 일을 말했습니다.", "그 상황에서 직접 할 일"),
        "plan": Feature("앞으로 하고 싶은 일을 말했습니다.", "입사 후 하고 싶은 일이나 기여할 점"),
    },
    Language.EN: {
        "situation": Feature("The situation or task is described.", "the situation and the aim"),
        "action": Feature("The candidate says what they did themselves.", "what the candidate did themselves"),
        "reasoning": Feature("Reasons for decisions are given.", "the reasons behind the decisions"),
        "result": Feature("A result is stated.", "what came of the actions"),
        "measured": Feature("The result is given as a number.", "a figure or reaction that shows the result"),
        "specifics": Feature("There are concrete numbers, tools or methods.", "concrete numbers or named methods"),
        "reflection": Feature("The candidate says what they took from it.", "what was learned or changed afterwards"),
        "comparison": Feature("Alternatives or limits are weighed.", "alternatives or limits of the approach"),
        "terms": Feature("Relevant concepts or methods are named.", "the names of relevant concepts or methods"),
        "example": Feature("A case of applying it is given.", "a case where it was applied"),
        "steps": Feature("The candidate says what they would do.", "what the candidate would do in that case"),
        "plan": Feature(
            "The candidate says what they want to do in the job.", "what they want to contribute in the job"
        ),
    },
}
"""Features by code."""

TEAM_ONLY: Final = {
    Language.KO: "행동이 ‘저희’·‘우리’로만 표현되어 본인의 몫을 가려내기 어렵습니다.",
    Language.EN: "Actions are told as “we” only, so the candidate's own part cannot be told apart.",
}
ORDERS_LEFT_OUT: Final = {
    Language.KO: "평가를 지시하는 문장은 평가에 반영하지 않았고 인용하지 않았습니다.",
    Language.EN: "Sentences that give orders about the rating were neither considered nor quoted.",
}
CORRECTNESS: Final = {
    Language.KO: "설명의 정확성은 규칙으로 확인할 수 없으므로 사람이 확인해야 합니다.",
    Language.EN: "Rules cannot check whether the explanation is correct; a person needs to.",
}
NOT_RATED: Final[dict[Language, dict[str, str]]] = {
    Language.KO: {
        "empty": "답변이 없어 평가하지 않았습니다.",
        "off_topic": "답변에서 질문과 이어지는 내용을 찾지 못해 평가하지 않았습니다. 사람이 답변을 직접 확인해 주세요.",
        "orders": "답변이 평가를 지시하는 문장뿐이어서 평가하지 않았습니다.",
        "nothing": "수준을 판단할 만한 내용이 답변에 없어 평가하지 않았습니다.",
        "declined": "지원자가 답변할 내용이 없다고 하여 평가하지 않았습니다.",
    },
    Language.EN: {
        "empty": "There is no answer, so it was not rated.",
        "off_topic": "Nothing in the answer relates to the question, so it was not rated. Please listen to it yourself.",
        "orders": "The answer holds only orders about the rating, so it was not rated.",
        "nothing": "The answer holds nothing that a level could rest on, so it was not rated.",
        "declined": "The candidate said that there was no answer to give, so it was not rated.",
    },
}


ONE_MORE: Final = {
    Language.KO: "행동이나 근거를 한 가지 더 구체적으로 들었다면 더 높은 단계로 볼 수 있습니다.",
    Language.EN: "One more concrete action or reason would make a higher level possible.",
}


def anchor_sentence(language: Language, level: int, anchors: Sequence[RubricAnchor], competency: str) -> str:
    """Say which level was reached and quote its anchor, or the two anchors around it where the rubric has none."""
    below = max((a for a in anchors if a.level <= level), key=lambda a: a.level, default=None)
    above = min((a for a in anchors if a.level > level), key=lambda a: a.level, default=None)
    korean = language is Language.KO
    base = (
        f"‘{competency}’ 기준 5단계 중 {level}단계로 보았습니다."
        if korean
        else f"Rated level {level} of 5 for “{competency}”."
    )
    if below is None:
        return base
    if below.level == level:
        return f"{base} {'기준' if korean else 'Anchor'}: “{below.text}”"
    if above is None:
        return f"{base} {'가장 가까운 기준' if korean else 'Nearest anchor'}: “{below.text}”"
    if korean:
        return f"{base} {below.level}단계(“{below.text}”)와 {above.level}단계(“{above.text}”) 사이입니다."
    return f"{base} It lies between level {below.level} (“{below.text}”) and level {above.level} (“{above.text}”)."


def grounds_sentence(language: Language, present: list[str]) -> str:
    """List what the level rests on."""
    if not present:
        return (
            "관련된 말은 있으나 구체적인 행동이나 사례가 확인되지 않았습니다."
            if language is Language.KO
            else "There are relevant words, but no concrete action or example."
        )
    return ("근거: " if language is Language.KO else "Grounds: ") + " ".join(present)


def missing_sentence(language: Language, absent: list[str]) -> str:
    """List what would have raised the level."""
    if not absent:
        return ""
    if language is Language.KO:
        return "답변에서 확인되지 않은 점: " + ", ".join(absent) + "."
    return "Not found in the answer: " + "; ".join(absent) + "."
