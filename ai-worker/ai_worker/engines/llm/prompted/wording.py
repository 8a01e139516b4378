"""Sentences of prompted engines that no model needs to write: reasons and notes for recruiters, names for prompts."""

from typing import Final

from interview_contracts.vocabulary import FactKind, FollowUpIntent, Language

FACTS: Final[dict[Language, dict[FactKind, str]]] = {
    Language.KO: {
        FactKind.EDUCATION: "학력",
        FactKind.EXPERIENCE: "경력",
        FactKind.PROJECT: "프로젝트",
        FactKind.SKILL: "기술",
        FactKind.CERTIFICATE: "자격",
        FactKind.SELF_INTRODUCTION: "자기소개",
    },
    Language.EN: {
        FactKind.EDUCATION: "education",
        FactKind.EXPERIENCE: "experience",
        FactKind.PROJECT: "project",
        FactKind.SKILL: "skill",
        FactKind.CERTIFICATE: "certificate",
        FactKind.SELF_INTRODUCTION: "introduction",
    },
}
"""Kinds of résumé facts."""

SOURCES: Final[dict[Language, dict[str, str]]] = {
    Language.KO: {"resume": "이력서", "talent_profile": "인재상", "question_bank": "질문 은행"},
    Language.EN: {"resume": "résumé", "talent_profile": "talent profile", "question_bank": "question bank"},
}
"""Where a passage was found."""

FOLLOW_UP: Final[dict[Language, dict[FollowUpIntent, str]]] = {
    Language.KO: {
        FollowUpIntent.SITUATION: "답변에서 당시의 상황이나 배경을 더 확인하려고 묻습니다.",
        FollowUpIntent.TASK: "답변에서 맡은 과제나 목표를 더 확인하려고 묻습니다.",
        FollowUpIntent.ACTION: "답변에서 본인이 직접 한 행동을 더 확인하려고 묻습니다.",
        FollowUpIntent.RESULT: "답변에서 결과를 더 확인하려고 묻습니다.",
        FollowUpIntent.NUMBER: "답변에 나온 수치의 기준이나 측정 방법을 확인하려고 묻습니다.",
        FollowUpIntent.DECISION: "답변에 나온 판단의 이유나 다른 대안을 확인하려고 묻습니다.",
        FollowUpIntent.TECHNOLOGY: "답변에 나온 기술을 쓴 이유나 방법을 확인하려고 묻습니다.",
        FollowUpIntent.CLARIFY: "답변에서 뜻이 분명하지 않은 부분을 확인하려고 묻습니다.",
    },
    Language.EN: {
        FollowUpIntent.SITUATION: "Asked to learn more about the situation behind the answer.",
        FollowUpIntent.TASK: "Asked to learn more about the task or goal behind the answer.",
        FollowUpIntent.ACTION: "Asked to learn what the candidate did personally.",
        FollowUpIntent.RESULT: "Asked to learn what came of it.",
        FollowUpIntent.NUMBER: "Asked to learn what a figure in the answer was measured against, or how.",
        FollowUpIntent.DECISION: "Asked to learn the reasons for a decision in the answer, or its alternatives.",
        FollowUpIntent.TECHNOLOGY: "Asked to learn why or how a tool or method in the answer was used.",
        FollowUpIntent.CLARIFY: "Asked because a part of the answer is not clear.",
    },
}
"""Why a follow-up is asked."""

NO_FOLLOW_UP: Final = {
    Language.KO: "답변에서 더 물을 점을 찾지 못했습니다.",
    Language.EN: "The answer leaves nothing to ask about.",
}

ORDERS_LEFT_OUT: Final = {
    Language.KO: "평가를 지시하는 문장은 평가에 반영하지 않았고 인용하지 않았습니다.",
    Language.EN: "Sentences that give orders about the rating were neither considered nor quoted.",
}
SHORTENED: Final = {
    Language.KO: "답변이 길어 가운데 부분을 빼고 평가했습니다. 담당자가 답변 전체를 확인해 주세요.",
    Language.EN: "The answer is long; its middle was left out of this rating. Please review the whole answer yourself.",
}


def planned(language: Language, name: str, why: str) -> str:
    """Say why a question about a résumé item is asked."""
    if language is Language.KO:
        return f"이력서의 ‘{name}’에서 확인하려는 점: {why}"
    return f"What “{name}” in the résumé is to show: {why}"


def plan(language: Language, count: int, facts: int) -> str:
    """Say what a plan consists of."""
    if language is Language.KO:
        if not count:
            return "이력서에서 더 물을 항목을 찾지 못해 공통 질문만으로 구성했습니다."
        return f"공통 질문은 정해진 순서 그대로이며, 이력서 항목 {facts}개를 읽고 질문 {count}개를 더했습니다."
    if not count:
        return "No résumé item led to a question, so the plan holds the core questions only."
    return f"Core questions stand in their fixed order; {count} were added after reading {facts} résumé items."
