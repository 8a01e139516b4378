"""The port's contract that every language engine keeps."""

from typing import Any
from uuid import UUID

import pytest

from ai_worker.engines.base import AUTO, NO_DEADLINE, Deadline, EngineConfig, EngineError, resolve
from ai_worker.engines.llm.port import (
    FollowUpRequest,
    LlmEngine,
    PlanDraft,
    PlanRequest,
    RateRequest,
    RatingDraft,
    ReportRequest,
    Request,
    StructureRequest,
)
from ai_worker.engines.llm.table import ENGINES
from interview_contracts.errors import ErrorCode
from interview_contracts.payloads.common import Competency
from interview_contracts.payloads.evaluations import WriteReportResult
from interview_contracts.payloads.interviews import FollowUpResult
from interview_contracts.payloads.resumes import StructureResult
from interview_contracts.vocabulary import Capability, Language, Section

pytestmark = pytest.mark.models

COMPETENCY = Competency(id=UUID(int=1), name="Problem solving", definition="")


def requests(language: Language) -> list[tuple[Request[Any], type]]:
    return [
        (
            PlanRequest(
                language=language, job_title="", job_description="", talent_profile="", competencies=(),
                core_questions=(), facts=(), passages=(), limit=2, seed="a",
            ),
            PlanDraft,
        ),
        (
            FollowUpRequest(
                language=language, question="", section=Section.EXPERIENCE, competency=None, answer="", history=(),
                asked=(), seed="a",
            ),
            FollowUpResult,
        ),
        (StructureRequest(language=language, pages=()), StructureResult),
        (
            RateRequest(
                language=language, question="", section=Section.EXPERIENCE, competency=COMPETENCY, anchors=(),
                transcript="", draw=0,
            ),
            RatingDraft,
        ),
        (ReportRequest(language=language, job_title="", ratings=(), dimensions=()), WriteReportResult),
    ]  # fmt: skip


def test_engine_tells_who_it_is(engine: LlmEngine) -> None:
    info = engine.describe()

    assert info.capability is Capability.LLM
    assert info.name in ENGINES
    assert engine.prompt_version()


@pytest.mark.parametrize("language", Language)
def test_every_request_gets_its_result_even_when_it_is_empty(language: Language, engine: LlmEngine) -> None:
    for request, expected in requests(language):
        assert isinstance(engine.run(request, deadline=NO_DEADLINE), expected)


def test_nothing_is_done_after_the_deadline(engine: LlmEngine) -> None:
    request, _ = requests(Language.KO)[0]

    with pytest.raises(EngineError) as raised:
        engine.run(request, deadline=Deadline(0.0))

    assert (raised.value.code, raised.value.retryable) == (ErrorCode.ENGINE_TIMEOUT, True)


def test_auto_takes_the_rules_where_no_model_is_and_says_why() -> None:
    resolved = resolve(ENGINES, AUTO, EngineConfig())

    assert resolved.name == "rules"
    assert "no .gguf file" in resolved.note
    assert resolved.status().available
