"""The plan for an interview whose planning failed (requirement B-09)."""

from backend_core.interviews.machine.snapshot import Question
from interview_contracts.vocabulary import Language, QuestionSource, Section

FALLBACK_KEY = "fallback"

FALLBACK_TEXT = {
    Language.KO: "[시스템 질문] 지금까지의 경험에서 본인의 가장 뛰어난 점은 무엇이라고 생각하시나요?",
    Language.EN: "[System question] Looking back on your experience, what do you consider your greatest strength?",
}

FALLBACK_RATIONALE = {
    Language.KO: "맞춤 질문을 제때 준비하지 못해 시스템 질문으로 대신했습니다.",
    Language.EN: "Personal questions could not be prepared in time; the system question stands in for them.",
}


def fallback_plan(core: tuple[Question, ...], language: Language) -> tuple[Question, ...]:
    """Return the core questions with the fallback question in the place of the résumé block, before the closing."""
    question = Question(
        key=FALLBACK_KEY,
        section=Section.RESUME,
        source=QuestionSource.FALLBACK,
        text=FALLBACK_TEXT[language],
        scored=False,
        rationale=FALLBACK_RATIONALE[language],
    )
    opening = tuple(item for item in core if item.section is not Section.CLOSING)
    closing = tuple(item for item in core if item.section is Section.CLOSING)
    return (*opening, question, *closing)


def without_repeats(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """Return the questions in order, each key and each wording once."""
    kept: dict[str, Question] = {}
    texts: set[str] = set()
    for question in questions:
        text = normalized(question.text)
        if text and question.key not in kept and text not in texts:
            kept[question.key] = question
            texts.add(text)
    return tuple(kept.values())


def normalized(text: str) -> str:
    """Return a form in which two wordings of one question that differ in spacing and case only are equal."""
    return " ".join(text.casefold().split())
