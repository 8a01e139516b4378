"""Time of the language model: follow-ups of a whole interview, one after the other, as the live worker does them."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from ai_worker.engines.base import Deadline, EngineConfig
from ai_worker.engines.llm.llama_cpp_model import LlamaCppModel
from ai_worker.engines.llm.port import FollowUpRequest, Request
from ai_worker.engines.llm.prompted.engine import PromptedEngine
from ai_worker.engines.llm.run import Run
from ai_worker.engines.options import EngineOptions
from ai_worker.engines.work_thread import Stop
from interview_contracts.vocabulary import Language
from tests.load.measures import percentile
from tests.load.models.rows import Row
from tests.support.conversation import follow_up_requests, rate_request

TURNS = 5
"""Follow-ups that are measured after the first, which reads the whole beginning of the interview."""

QUESTION_GOAL_MS = 10_000.0
"""D-02; with a GPU the goal is `GPU_QUESTION_GOAL_MS`."""

GPU_QUESTION_GOAL_MS = 2_000.0
DECODED = 24
_LONGEST_S = 1800.0


def measure(
    models_dir: Path, file: str, *, bandwidth_gb_s: float | None, turns: int = TURNS, weights: str = "random"
) -> Iterator[Row]:
    """Yield the figures of a GGUF file below `llm/`.

    Decoding reads every weight once a token: its bound is the memory's speed divided by the size of the file, and is
    left out where the weights lie on a GPU. With a single turn no rating is measured: it takes as long again.
    """
    options = EngineOptions(llama_model=file)
    model = LlamaCppModel(EngineConfig(models_dir=models_dir, options=options))
    engine = PromptedEngine(model)
    began = time.perf_counter()
    engine.load()
    loading_s = time.perf_counter() - began
    device = engine.describe().device
    on_processor = device.startswith("cpu")
    name = Path(file).stem

    def row(
        what: str,
        value: float,
        unit: str,
        *,
        rate: bool = False,
        bound: float | None = None,
        goal: float | None = None,
        requirement: Literal["", "D-02"] = "",
    ) -> Row:
        return Row(
            capability="llm",
            what=f"{name}: {what}, {device}",
            value=value,
            unit=unit,
            higher_is_better=rate,
            bound=bound,
            goal=goal,
            requirement=requirement,
            weights=weights,
        )

    yield row("load", loading_s, "s")
    runs = [_run(engine, model, request) for request in _requests(turns + 1)]
    first, later = runs[0], runs[1:]
    read_s = max(first.first_token_s, 1e-6)
    yield row("prompt", first.evaluated_tokens / read_s, "tokens/s", rate=True)
    size_gb = (models_dir / "llm" / file).stat().st_size / 1e9
    bound = bandwidth_gb_s / size_gb if bandwidth_gb_s and on_processor else None
    generation = _median([run.tokens_a_second for run in later])
    yield row("generation, grammar included", generation, "tokens/s", rate=True, bound=bound)
    yield row(f"first token of an interview's first question ({first.prompt_tokens} tokens)", read_s * 1000, "ms")
    yield row(f"first token of {turns} later ones, median", _median([run.first_token_s for run in later]) * 1000, "ms")
    again = max(run.evaluated_tokens / run.prompt_tokens for run in later)
    yield row("prompt evaluated on a later turn, at most", again * 100, "%", goal=15.0)
    whole = percentile([run.total_s for run in later], 0.95) or 0.0
    goal = QUESTION_GOAL_MS if on_processor else GPU_QUESTION_GOAL_MS
    yield row("a later question, p95", whole * 1000, "ms", goal=goal, requirement="D-02")
    if turns > 1:
        rated = _run(engine, model, rate_request(Language.KO))
        yield row("one draw of a rating", rated.total_s * 1000, "ms")
    yield row("decoding without a grammar", _decoding(model), "tokens/s", rate=True, bound=bound)


def _decoding(model: LlamaCppModel) -> float:
    """Return the tokens a second without a grammar.

    A model of random weights prefers tokens that the grammar forbids, so that the whole vocabulary is looked through;
    a real one mostly does not.
    """
    assert model._loaded is not None
    session = model._loaded.session
    began = time.perf_counter()
    for token in range(DECODED):
        session.append([100 + token], stop=Stop(), logits=True)
    return DECODED / (time.perf_counter() - began)


def _requests(number: int) -> list[FollowUpRequest]:
    """Return follow-ups to answers that a model is asked about, in Korean."""
    return list(follow_up_requests(Language.KO))[1 : number + 1]


def _run(engine: PromptedEngine, model: LlamaCppModel, request: Request[Any]) -> Run:
    engine.run(request, deadline=Deadline.after(_LONGEST_S))
    assert model.last_run is not None
    return model.last_run


def _median(values: list[float]) -> float:
    return percentile(values, 0.5) or 0.0
