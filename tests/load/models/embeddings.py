"""Time of the embeddings model: a text alone, and many together."""

import time
from pathlib import Path
from typing import Literal

from ai_worker.engines.base import EngineConfig
from ai_worker.engines.embeddings.port import EmbeddingsEngine
from ai_worker.engines.embeddings.table import ENGINES
from ai_worker.engines.options import EngineOptions
from tests.load.models.rows import Row
from tests.support.full_models.xlm_roberta import LAYER_WEIGHTS, text_of

TOKENS = 200
"""Tokens of a passage of a résumé."""

TOGETHER = 16
_ROUNDS = 3


def measure(
    models_dir: Path, *, model: str = "", device: Literal["auto", "cpu", "cuda"] = "auto", weights: str = "random"
) -> list[Row]:
    """Return the median times of a model under `embeddings/` of the models folder, against the speed of a product of
    matrices on the same device and threads. `weights` says whose they are."""
    options = EngineOptions(sentence_transformers_model=model, sentence_transformers_device=device)
    engine = ENGINES["sentence_transformers"].create(EngineConfig(models_dir=models_dir, options=options))
    began = time.perf_counter()
    engine.load()
    loading_s = time.perf_counter() - began
    texts = [text_of(TOKENS, number) for number in range(TOGETHER)]
    engine.embed(texts[:1])
    where = engine.describe().device
    # Two operations a weight and token; attention adds some per cent at this length.
    least_ms = 2 * LAYER_WEIGHTS * TOKENS / _operations_a_second(where) * 1000
    alone, together = _median_s(engine, texts[:1]), _median_s(engine, texts)

    def row(what: str, value: float, unit: str, bound: float | None = None) -> Row:
        return Row(
            capability="embeddings", what=f"{what}, {where}", value=value, unit=unit, bound=bound, weights=weights
        )

    return [
        row("load the model", loading_s, "s"),
        row(f"a text of {TOKENS} tokens", alone * 1000, "ms", least_ms),
        row(f"a text of {TOKENS} tokens, {TOGETHER} together", together * 1000 / TOGETHER, "ms", least_ms),
    ]


def _median_s(engine: EmbeddingsEngine, texts: list[str]) -> float:
    times = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        engine.embed(texts)
        times.append(time.perf_counter() - began)
    return sorted(times)[_ROUNDS // 2]


def _operations_a_second(device: str) -> float:
    """Return how many operations a second a product of large matrices of 32-bit numbers reaches."""
    import torch

    size = 2048
    name = "cpu" if device.startswith("cpu") else device
    matrix = torch.ones((size, size), device=name)
    best = 0.0
    for _ in range(2 * _ROUNDS):
        began = time.perf_counter()
        float((matrix @ matrix)[0, 0])
        best = max(best, 2 * size**3 / (time.perf_counter() - began))
    return best
