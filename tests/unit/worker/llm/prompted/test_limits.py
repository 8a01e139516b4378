"""However much is said, every prompt and its answer fit into the context that is asked for."""

from typing import Any

import pytest

from ai_worker.engines.base import NO_DEADLINE
from ai_worker.engines.llm.port import Request, StructureRequest
from ai_worker.engines.llm.prompted.engine import PromptedEngine
from ai_worker.engines.llm.prompted.limits import CONTEXT_TOKENS
from interview_contracts.payloads.common import QuestionAndAnswer
from interview_contracts.payloads.interviews import RetrievedPassage
from interview_contracts.vocabulary import Language, Section
from tests.support import conversation
from tests.support.chat_models import ScriptedChatModel, by_seed

pytestmark = pytest.mark.unit

TOKENS_A_CHARACTER = {Language.KO: 0.65, Language.EN: 0.3}
LONG = "끝없이 이어지는 이야기를 합니다. Words go on and on. " * 2000
KOREAN = "끝없이 이어지는 이야기를 제가 계속했습니다. " * 2000


def most(language: Language) -> str:
    return KOREAN if language is Language.KO else LONG


@pytest.mark.parametrize("language", Language)
def test_everything_fits(language: Language) -> None:
    text = most(language)
    job = conversation.job(language)
    much = {
        "job_title": text[:200],
        "talent_profile": "\n".join([text[:400]] * 9),
        "competencies": tuple(c.model_copy(update={"definition": text[:900]}) for c in job["competencies"] * 3),
        "facts": tuple(fact.model_copy(update={"detail": text[:3000]}) for fact in job["facts"] * 5),
    }
    exchange = QuestionAndAnswer(question=text[:900], answer=text[:9000], section=Section.EXPERIENCE)
    plan = conversation.plan_request(language, limit=5)
    rate = conversation.rate_request(language, answer=text)
    report = conversation.report_request(language)
    rating = report.ratings[0].model_copy(update={"rationale": text[:1800], "missing": text[:900], "question": text})
    follow_up = list(conversation.follow_up_requests(language))[4]
    model = ScriptedChatModel(by_seed)
    engine = PromptedEngine(model)
    every: tuple[Request[Any], ...] = (
        StructureRequest(language=language, pages=(text[:9000], "\n".join([text[:70]] * 200))),
        plan.model_copy(
            update={
                **much,
                "job_description": text,
                "core_questions": plan.core_questions * 4,
                "passages": (RetrievedPassage(source="resume", text=text[:4000]),) * 14,
            }
        ),
        follow_up.model_copy(update={**much, "answer": text, "question": text[:900], "history": (exchange,) * 39}),
        rate.model_copy(
            update={
                "anchors": tuple(a.model_copy(update={"text": text[:2000]}) for a in rate.anchors),
                "question": text[:900],
            }
        ),
        report.model_copy(update={"ratings": (rating,) * 30}),
    )
    for request in every:
        engine.run(request, deadline=NO_DEADLINE)

    for completion in model.completions:
        prompt = sum(len(message.text) for message in completion.messages)
        answer = completion.max_tokens / 3
        assert prompt * TOKENS_A_CHARACTER[language] + answer <= CONTEXT_TOKENS, completion.shape.__name__


def test_usual_prompts_are_short() -> None:
    model = ScriptedChatModel(by_seed)
    engine = PromptedEngine(model)
    for request in conversation.all_requests(Language.KO):
        engine.run(request, deadline=NO_DEADLINE)

    sizes = {c.shape.__name__: sum(len(message.text) for message in c.messages) for c in model.completions}
    assert sizes["FollowUp"] <= 4500
    assert sizes["Rating"] <= 2500
    assert sizes["Facts"] <= 1500
