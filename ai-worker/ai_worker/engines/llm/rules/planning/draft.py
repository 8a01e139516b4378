"""Wording the questions about a résumé and explaining them to recruiters."""

import re
from typing import Final

from ai_worker.engines.llm.port import PlanDraft, PlanRequest, ResumeQuestionDraft
from ai_worker.engines.llm.rules.choice import in_order
from ai_worker.engines.llm.rules.planning import wording_en, wording_ko
from ai_worker.engines.llm.rules.planning.select import Topic, topics
from ai_worker.language.guard import touches_protected_matter
from ai_worker.language.josa import attach, particle
from ai_worker.language.similarity import already_asked
from interview_contracts.vocabulary import FactKind, Language

_TITLE: Final = {Language.KO: 44, Language.EN: 80}
"""Characters of a title inside a question."""
_PASSAGE = 120
_SOURCES: Final[dict[Language, dict[str, str]]] = {
    Language.KO: {"resume": "이력서", "talent_profile": "인재상", "question_bank": "질문 은행"},
    Language.EN: {"resume": "résumé", "talent_profile": "talent profile", "question_bank": "question bank"},
}


def _cut(text: str, limit: int) -> str:
    text = re.sub(r"\s+", " ", text).strip(" .,")
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,|/·-–(")


def _title(topic: Topic, language: Language) -> str:
    fact = topic.fact
    if len(fact.title) > _TITLE[language] and fact.organization:
        return _cut(fact.organization, _TITLE[language])
    return _cut(fact.title, _TITLE[language])


def _slots(topic: Topic, language: Language) -> dict[str, str]:
    title, line = _title(topic, language), topic.line
    if language is Language.EN:
        return {"title": f"“{title}”", "line": f"“{line}”"}
    shown = f"‘{title}’"
    is_project = topic.fact.kind is FactKind.PROJECT and not re.search(
        r"프로젝트|연구|과제|project", title, re.IGNORECASE
    )
    said = "라고" if re.search(r"(?:다|요|죠)$", line) else particle(line, "이라고/라고") if line else ""
    return {
        "title": f"{shown} 프로젝트" if is_project else shown,
        "title_을": attach(title, "을/를", shown=shown),
        "line_라고": f"‘{line}’{said}",
        "line_라는": f"‘{line}’{said.replace('고', '는')}",
    }


def _question(topic: Topic, request: PlanRequest, asked: list[str]) -> str | None:
    wording = wording_ko if request.language is Language.KO else wording_en
    kind = topic.fact.kind
    templates = wording.WITH_LINE.get(kind, ()) if topic.line else ()
    templates = templates or wording.PLAIN.get(kind, ())
    for template in in_order(templates, f"{request.seed}:{topic.fact.title}", asked):
        text = template.format(**_slots(topic, request.language))
        if not already_asked(text, asked) and not touches_protected_matter(text):
            return text
    return None


def _rationale(topic: Topic, language: Language) -> str:
    name = _title(topic, language)
    passage = topic.passage
    cited = _cut(passage.text, _PASSAGE) if passage else ""
    source = _SOURCES[language].get(passage.source, "") if passage else ""
    if language is Language.KO:
        parts = [
            f"이력서의 {attach(name, '이/가', shown=f'‘{name}’')} 이 직무와 관련되어 묻습니다."
            if topic.shared
            else f"이력서의 ‘{name}’ 경험을 확인하기 위해 묻습니다. 직무 설명과 겹치는 말은 없습니다."
        ]
        if topic.shared:
            parts.append(f"직무 설명과 겹치는 말: {', '.join(topic.shared)}.")
        if topic.competency:
            parts.append(f"가까운 역량: ‘{topic.competency.name}’.")
        if cited:
            parts.append(f"찾은 대목({source or '자료'}): “{cited}”")
        return " ".join(parts)
    parts = [
        f"Asked because “{name}” in the résumé relates to this job."
        if topic.shared
        else f"Asked to learn more about “{name}” in the résumé; it shares no words with the job description."
    ]
    if topic.shared:
        parts.append(f"Words shared with the job description: {', '.join(topic.shared)}.")
    if topic.competency:
        parts.append(f"Nearest competency: “{topic.competency.name}”.")
    if cited:
        parts.append(f"Retrieved passage ({source or 'material'}): “{cited}”")
    return " ".join(parts)


def _explanation(language: Language, count: int, facts: int) -> str:
    if language is Language.KO:
        if not facts:
            return "이력서 항목이 없어 공통 질문만으로 구성했습니다."
        if not count:
            return "이력서에서 직무와 이어지는 질문거리를 찾지 못해 공통 질문만으로 구성했습니다."
        return (
            f"공통 질문은 정해진 순서 그대로이며, 이력서 항목 {facts}개 가운데 직무와 가까운 것에서 질문 "
            f"{count}개를 더했습니다."
        )
    if not facts:
        return "There are no résumé facts, so the plan holds the core questions only."
    if not count:
        return "No résumé fact led to a question for this job, so the plan holds the core questions only."
    return (
        f"Core questions stand in their fixed order; {count} were added from the {facts} résumé facts nearest to "
        f"the job."
    )


def draft(request: PlanRequest) -> PlanDraft:
    """Draft up to the wanted number of questions about the résumé, best first."""
    asked = [text.in_language(request.language) for text in request.core_questions]
    questions: list[ResumeQuestionDraft] = []
    for topic in topics(request):
        if len(questions) >= request.limit:
            break
        text = _question(topic, request, asked)
        if text is None:
            continue
        asked.append(text)
        questions.append(
            ResumeQuestionDraft(
                fact_index=topic.index,
                text=text,
                competency=topic.competency.name if topic.competency else "",
                rationale=_rationale(topic, request.language)[:1000],
            )
        )
    explanation = _explanation(request.language, len(questions), len(request.facts))
    return PlanDraft(questions=tuple(questions), explanation=explanation)
