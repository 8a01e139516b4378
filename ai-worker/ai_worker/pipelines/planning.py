"""The plan of an interview: core questions as the job orders them, and a block about the résumé before the closing."""

import hashlib
from collections.abc import Sequence

from ai_worker.engines.base import Deadline
from ai_worker.engines.llm.port import LlmEngine, PlanRequest, ResumeQuestionDraft
from ai_worker.language.guard import is_injection, touches_protected_matter
from ai_worker.language.similarity import already_asked
from interview_contracts.payloads.common import PlannedQuestion, ResumeFact
from interview_contracts.payloads.interviews import BankQuestion, PlanPayload, PlanResult
from interview_contracts.vocabulary import Language, QuestionSource, Section

_UNSCORED = frozenset({Section.INTRODUCTION, Section.CLOSING})
_RATIONALE = {
    Language.KO: "모든 지원자에게 같은 순서로 드리는 공통 질문입니다.",
    Language.EN: "Core question, the same and in the same order for every candidate.",
}


def _core(question: BankQuestion, language: Language) -> PlannedQuestion:
    return PlannedQuestion(
        key=f"bank:{question.id}",
        section=question.section,
        source=QuestionSource.BANK,
        text=question.text.in_language(language),
        competency_id=question.competency_id,
        bank_question_id=question.id,
        scored=question.competency_id is not None and question.section not in _UNSCORED,
        answer_limit_s=question.answer_limit_s,
        rationale=_RATIONALE[language],
    )


def _fact_key(fact: ResumeFact) -> str:
    digest = hashlib.sha256(f"{fact.kind}\n{fact.title}\n{fact.start}".encode()).hexdigest()
    return f"resume:{digest[:16]}"


def _resume_block(payload: PlanPayload, drafts: Sequence[ResumeQuestionDraft]) -> list[PlannedQuestion]:
    """Keep the drafts that ask something new and proper about a fact that exists. The block is not scored (REC-04)."""
    ids = {competency.name: competency.id for competency in payload.competencies}
    asked = [question.text.in_language(payload.language) for question in payload.core_questions]
    block: dict[str, PlannedQuestion] = {}
    for draft in drafts:
        text = draft.text.strip()
        improper = touches_protected_matter(text) or is_injection(text)
        if not text or draft.fact_index >= len(payload.resume_facts) or improper or already_asked(text, asked):
            continue
        key = _fact_key(payload.resume_facts[draft.fact_index])
        if key in block or len(block) >= payload.resume_question_limit:
            continue
        asked.append(text)
        block[key] = PlannedQuestion(
            key=key,
            section=Section.RESUME,
            source=QuestionSource.RESUME,
            text=text,
            competency_id=ids.get(draft.competency),
            scored=False,
            rationale=draft.rationale,
        )
    return list(block.values())


def plan(payload: PlanPayload, engine: LlmEngine, *, deadline: Deadline) -> PlanResult:
    """Plan an interview.

    The engine only drafts questions about the résumé; the core questions, their order and the place of the block are
    fixed here. Raises `EngineError`.
    """
    draft = engine.run(
        PlanRequest(
            language=payload.language,
            job_title=payload.job_title,
            job_description=payload.job_description,
            talent_profile=payload.talent_profile,
            competencies=payload.competencies,
            core_questions=tuple(question.text for question in payload.core_questions),
            facts=payload.resume_facts,
            passages=payload.passages,
            limit=payload.resume_question_limit,
            seed=str(payload.interview_id),
        ),
        deadline=deadline,
    )
    core = [_core(question, payload.language) for question in payload.core_questions]
    closing = next((i for i, question in enumerate(core) if question.section is Section.CLOSING), len(core))
    questions = [*core[:closing], *_resume_block(payload, draft.questions), *core[closing:]]
    return PlanResult(questions=tuple(questions[:40]), explanation=draft.explanation)
