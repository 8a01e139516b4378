"""The port's contract that every language engine keeps."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from ai_worker.engines.base import AUTO, NO_DEADLINE, Deadline, EngineError
from ai_worker.engines.chain import Chain
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
from tests.models.llm.rows import configured, needs_llama
from tests.support.conversation import all_requests, follow_up_requests

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


def test_a_deadline_ends_the_work_of_a_model(modelled: LlmEngine) -> None:
    request = list(follow_up_requests(Language.KO))[-1]

    with pytest.raises(EngineError) as raised:
        modelled.run(request, deadline=Deadline.after(0.01))

    assert (raised.value.code, raised.value.retryable) == (ErrorCode.ENGINE_TIMEOUT, True)
    assert isinstance(modelled.run(request, deadline=NO_DEADLINE), FollowUpResult)


@pytest.mark.parametrize("language", Language)
def test_a_whole_interview_gets_bounded_results_and_the_same_ones_again(language: Language, engine: LlmEngine) -> None:
    for request in all_requests(language):
        result = engine.run(request, deadline=NO_DEADLINE)

        assert type(result).model_validate_json(result.model_dump_json()) == result
        assert engine.run(request, deadline=NO_DEADLINE) == result


def test_auto_takes_the_rules_where_no_model_is_and_says_why() -> None:
    chain = Chain(Capability.LLM, ENGINES, AUTO, configured(Path("none")))

    assert chain.serving().name == "rules"
    status = chain.status()
    assert "LLM_URL" in status.note
    assert ".gguf" in status.note
    assert status.available


@needs_llama
def test_auto_takes_a_model_that_is_there(models_dir: Path) -> None:
    chain = Chain(Capability.LLM, ENGINES, AUTO, configured(models_dir))

    assert chain.serving(wait=Deadline.after(60)).name == "llama_cpp"
    assert chain.status().loaded


@needs_llama
def test_auto_takes_the_rules_where_the_model_is_broken_and_says_why(tmp_path: Path) -> None:
    path = tmp_path / "llm" / "broken.gguf"
    path.parent.mkdir()
    path.write_bytes(b"GGUF" + bytes(1000))
    chain = Chain(Capability.LLM, ENGINES, AUTO, configured(tmp_path))

    assert chain.serving(wait=Deadline.after(60)).name == "rules"
    assert any(one.engine == "llama_cpp" and one.code for one in chain.status().passed_over)
