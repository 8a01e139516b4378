"""The follow-up question to an answer, checked before it is asked."""

from ai_worker.engines.base import Deadline
from ai_worker.engines.llm.port import FollowUpRequest, LlmEngine
from ai_worker.language.guard import touches_protected_matter
from ai_worker.language.similarity import already_asked
from interview_contracts.payloads.interviews import FollowUp, FollowUpPayload, FollowUpResult
from interview_contracts.vocabulary import Language

_NONE_LEFT = {
    Language.KO: "이 질문에서 할 수 있는 후속 질문을 모두 했습니다.",
    Language.EN: "All follow-ups allowed for this question have been asked.",
}
_REFUSED = {
    Language.KO: "만들어진 후속 질문이 규칙에 맞지 않아 묻지 않습니다.",
    Language.EN: "The drafted follow-up broke a rule and is not asked.",
}


def _proper(follow_up: FollowUp, payload: FollowUpPayload) -> bool:
    """Tell whether a question may be asked: new, about no protected matter, and quoting only what was said."""
    quoted = not follow_up.trigger or follow_up.trigger in payload.answer
    return (
        bool(follow_up.text.strip())
        and quoted
        and not already_asked(follow_up.text, (*payload.asked, payload.question))
        and not touches_protected_matter(follow_up.text)
    )


def follow_up(payload: FollowUpPayload, engine: LlmEngine, *, deadline: Deadline) -> FollowUpResult:
    """Return a follow-up question or the reason why there is none. Raises `EngineError`."""
    if payload.follow_ups_left == 0:
        return FollowUpResult(rationale=_NONE_LEFT[payload.language])
    result = engine.run(
        FollowUpRequest(
            language=payload.language,
            question=payload.question,
            section=payload.section,
            competency=payload.competency,
            answer=payload.answer,
            history=payload.history,
            asked=payload.asked,
            seed=str(payload.turn_id),
            job_title=payload.job_title,
            talent_profile=payload.talent_profile,
            competencies=payload.competencies,
            facts=payload.resume_facts,
        ),
        deadline=deadline,
    )
    if result.follow_up is not None and not _proper(result.follow_up, payload):
        return FollowUpResult(rationale=_REFUSED[payload.language])
    return result
