"""A tiny Supertonic model: the real files, names and shapes, with random weights of some hundred kilobytes.

Its sound is noise whose length grows with the text, as speech does.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np

from tests.support.supertonic_files import (
    BASE_CHUNK,
    COMPRESS,
    LATENT,
    READABLE,
    ROWS,
    TEXT,
    UNREADABLE,
    Graph,
    duration_predictor,
    write,
)

__all__ = ["UNREADABLE", "Fault", "make"]

Fault = Literal["", "not_a_number", "silent", "endless"]

_SECONDS_A_SIGN: Final = 0.05
_SEED: Final = 20_260_105


def make(
    models_dir: Path, *, name: str = "supertonic-tiny", voices: Sequence[str] = ("F1",), fault: Fault = ""
) -> Path:
    """Write the model below `tts/` of a models folder unless it is there, and return its folder.

    The same arguments always give the same bytes. `fault` is what is wrong with the sound.
    """
    draws = np.random.default_rng(_SEED)
    seconds = _SECONDS_A_SIGN * (1e6 if fault == "endless" else 1.0)
    volume = {"not_a_number": float("nan"), "silent": 0.0}.get(fault, 1.0)
    graphs = {
        "duration_predictor": lambda: duration_predictor(draws, seconds, len(READABLE)),
        "text_encoder": lambda: _text_encoder(draws),
        "vector_estimator": lambda: _vector_estimator(draws),
        "vocoder": lambda: _vocoder(draws, volume),
    }
    return write(models_dir, name, graphs, voices=voices, draws=draws)


def _text_encoder(draws: np.random.Generator) -> Any:
    graph = Graph()
    rows = graph.node("Gather", graph.weight(draws.standard_normal((len(READABLE), TEXT)) * 0.1), "text_ids")
    voice = graph.node("ReduceMean", "style_ttl", axes=[1], keepdims=1)
    columns = graph.node("Transpose", graph.node("Add", rows, voice), perm=[0, 2, 1])
    graph.node("Mul", columns, "text_mask", output="text_emb")
    return graph.model("text_encoder")


def _vector_estimator(draws: np.random.Generator) -> Any:
    """One step of the way from the noise to a target that depends on the noise, the text and the voice."""
    graph = Graph()
    mixed = graph.node("Conv", "noisy_latent", graph.weight(draws.standard_normal((ROWS, ROWS, 3)) * 0.05), pads=[1, 1])
    words = graph.node("ReduceMean", graph.node("Mul", "text_emb", "text_mask"), axes=[2], keepdims=1)
    meant = graph.node("MatMul", graph.weight(draws.standard_normal((ROWS, TEXT)) * 0.1), words)
    voice = graph.node("ReduceMean", "style_ttl", axes=[1, 2], keepdims=1)
    target = graph.node("Tanh", graph.node("Add", graph.node("Add", mixed, meant), voice))
    left = graph.node("Reshape", graph.node("Sub", "total_step", "current_step"), graph.weight([-1, 1, 1], np.int64))
    step = graph.node("Div", graph.node("Sub", target, "noisy_latent"), left)
    graph.node("Mul", graph.node("Add", "noisy_latent", step), "latent_mask", output="denoised_latent")
    return graph.model("vector_estimator")


def _vocoder(draws: np.random.Generator, volume: float) -> Any:
    graph = Graph()
    parts = graph.node("Reshape", "latent", graph.weight([0, LATENT, COMPRESS, -1], np.int64))
    in_time = graph.node("Transpose", parts, perm=[0, 1, 3, 2])
    frames = graph.node("Reshape", in_time, graph.weight([0, LATENT, -1], np.int64))
    chunks = graph.node("Conv", frames, graph.weight(draws.standard_normal((BASE_CHUNK, LATENT, 1)) * 0.05))
    sound = graph.node("Reshape", graph.node("Transpose", chunks, perm=[0, 2, 1]), graph.weight([0, -1], np.int64))
    graph.node("Mul", sound, graph.weight(volume), output="wav_tts")
    return graph.model("vocoder")
