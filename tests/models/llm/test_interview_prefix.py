"""Counted in tokens with llama.cpp: from the second turn on it reads little more than what was just said."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from ai_worker.engines.base import NO_DEADLINE, EngineConfig
from ai_worker.engines.llm.prompted.engine import PromptedEngine
from ai_worker.engines.llm.rules.profiles import WITHOUT_FOLLOW_UP
from ai_worker.engines.options import EngineOptions
from interview_contracts.vocabulary import Language
from tests.support import conversation
from tests.support.tiny_models import gguf

pytestmark = [pytest.mark.models, pytest.mark.skipif(find_spec("llama_cpp") is None, reason="no llama-cpp-python")]

AT_MOST = 0.15


@pytest.mark.parametrize("language", Language)
def test_at_most_fifteen_percent_of_a_prompt_are_evaluated(language: Language, models_dir: Path) -> None:
    from ai_worker.engines.llm.llama_cpp_model import LlamaCppModel

    options = EngineOptions(llama_model="tiny-exaone.gguf", llama_threads=1, llama_context=gguf.CONTEXT)
    model = LlamaCppModel(EngineConfig(models_dir=models_dir, options=options))
    engine = PromptedEngine(model)
    engine.run(conversation.plan_request(language), deadline=NO_DEADLINE)
    shares = []
    for request in conversation.follow_up_requests(language):
        if request.section in WITHOUT_FOLLOW_UP:
            continue
        engine.run(request, deadline=NO_DEADLINE)
        assert model.last_run is not None
        shares.append(model.last_run.evaluated_tokens / model.last_run.prompt_tokens)
    model.close()

    assert len(shares) >= 10
    assert shares[0] < 0.25  # The plan has read the beginning, but nothing that was said.
    assert max(shares[1:]) <= AT_MOST, shares
