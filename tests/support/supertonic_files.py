"""What a Supertonic model consists of, whatever its size: its configuration, its signs, its voices, its four graphs."""

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SAMPLE_RATE_HZ: Final = 44_100
BASE_CHUNK: Final = 512
COMPRESS: Final = 6
LATENT: Final = 24
ROWS: Final = LATENT * COMPRESS
STYLE_TTL: Final = (1, 50, 256)
STYLE_DP: Final = (1, 8, 16)
TEXT: Final = STYLE_TTL[2]

UNREADABLE: Final = "Ω"
"""A sign whose index lies outside the model's table, as in an indexer of another model."""

READABLE: Final = [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x1100, 0x1200), *range(0x2010, 0x2040)]

_OPSET: Final = 17

Shape = Sequence[int | str]
Inputs = dict[str, tuple[int, Shape]]

IDS: Final[tuple[int, Shape]] = (TensorProto.INT64, ("batch_size", "text_length"))
TEXT_MASK: Final[tuple[int, Shape]] = (TensorProto.FLOAT, ("batch_size", 1, "text_length"))
TTL: Final[tuple[int, Shape]] = (TensorProto.FLOAT, ("batch_size", *STYLE_TTL[1:]))
LATENT_SHAPE: Final[Shape] = ("batch_size", ROWS, "latent_length")

INPUTS: Final[dict[str, Inputs]] = {
    "duration_predictor": {
        "text_ids": IDS,
        "style_dp": (TensorProto.FLOAT, ("batch_size", *STYLE_DP[1:])),
        "text_mask": TEXT_MASK,
    },
    "text_encoder": {"text_ids": IDS, "style_ttl": TTL, "text_mask": TEXT_MASK},
    "vector_estimator": {
        "noisy_latent": (TensorProto.FLOAT, LATENT_SHAPE),
        "text_emb": (TensorProto.FLOAT, ("batch_size", TEXT, "text_length")),
        "style_ttl": TTL,
        "latent_mask": (TensorProto.FLOAT, ("batch_size", 1, "latent_length")),
        "text_mask": TEXT_MASK,
        "current_step": (TensorProto.FLOAT, ("batch_size",)),
        "total_step": (TensorProto.FLOAT, ("batch_size",)),
    },
    "vocoder": {"latent": (TensorProto.FLOAT, LATENT_SHAPE)},
}
"""Names and shapes of the inputs of each graph."""

OUTPUTS: Final[dict[str, tuple[str, Shape]]] = {
    "duration_predictor": ("duration", ("batch_size",)),
    "text_encoder": ("text_emb", ("batch_size", TEXT, "text_length")),
    "vector_estimator": ("denoised_latent", LATENT_SHAPE),
    "vocoder": ("wav_tts", ("batch_size", "wav_length")),
}


class Graph:
    """Collects the nodes and weights of one ONNX graph. Each method returns the name of what it made."""

    def __init__(self) -> None:
        self._nodes: list[Any] = []
        self._weights: list[Any] = []

    def weight(self, values: Any, kind: Any = np.float32) -> str:
        name = f"weight_{len(self._weights)}"
        self._weights.append(numpy_helper.from_array(np.asarray(values, dtype=kind), name))
        return name

    def node(self, kind: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        name = output or f"node_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def model(self, name: str) -> Any:
        """Return the graph as one of the four of a model; its last node has to have made the output."""
        output, shape = OUTPUTS[name]
        inputs = [helper.make_tensor_value_info(key, kind, list(dims)) for key, (kind, dims) in INPUTS[name].items()]
        result = helper.make_tensor_value_info(output, TensorProto.FLOAT, list(shape))
        graph = helper.make_graph(self._nodes, name, inputs, [result], initializer=self._weights)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=9)


def duration_predictor(draws: np.random.Generator, seconds_a_sign: float, signs: int) -> Any:
    """Return a graph that gives every sign of the text about so many seconds, and the voice a little influence."""
    graph = Graph()
    table = graph.weight(draws.uniform(0.8, 1.2, signs) * seconds_a_sign)
    second = graph.weight([1], np.int64)
    each = graph.node("Gather", table, "text_ids")
    kept = graph.node("Mul", each, graph.node("Squeeze", "text_mask", second))
    total = graph.node("ReduceSum", kept, second, keepdims=0)
    voice = graph.node("ReduceMean", "style_dp", axes=[1, 2], keepdims=0)
    pace = graph.node("Add", graph.node("Mul", voice, graph.weight(0.01)), graph.weight(1.0))
    graph.node("Mul", total, pace, output="duration")
    return graph.model("duration_predictor")


def write(
    models_dir: Path,
    name: str,
    graphs: Mapping[str, Callable[[], Any]],
    *,
    voices: Sequence[str],
    draws: np.random.Generator,
) -> Path:
    """Write a model below `tts/` of a models folder unless it is there, and return its folder."""
    folder = models_dir / "tts" / name
    if folder.is_dir():
        return folder
    unfinished = models_dir / f".{name}.{os.getpid()}"
    (unfinished / "onnx").mkdir(parents=True)
    (unfinished / "voice_styles").mkdir()
    for graph, made in graphs.items():
        onnx.save(made(), str(unfinished / "onnx" / f"{graph}.onnx"))
    _json(unfinished / "onnx" / "tts.json", _shape())
    _json(unfinished / "onnx" / "unicode_indexer.json", _indexer())
    for voice in voices:
        _json(unfinished / "voice_styles" / f"{voice}.json", _style(draws))
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        unfinished.rename(folder)
    except OSError:  # another process was faster
        shutil.rmtree(unfinished)
    return folder


def _json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")


def _shape() -> dict[str, Any]:
    return {
        "tts_version": "random",
        "ae": {"sample_rate": SAMPLE_RATE_HZ, "base_chunk_size": BASE_CHUNK, "ldim": LATENT},
        "ttl": {"latent_dim": LATENT, "chunk_compress_factor": COMPRESS},
    }


def _indexer() -> list[int]:
    """Return the index of each code point, -1 where the model has no sign for it."""
    index = [-1] * 0x10000
    for position, code in enumerate(READABLE):
        index[code] = position
    index[ord(UNREADABLE)] = 1 << 20
    return index


def _style(draws: np.random.Generator) -> dict[str, Any]:
    def vector(dims: tuple[int, ...]) -> dict[str, Any]:
        values = draws.standard_normal(dims).round(4)
        return {"dims": list(dims), "data": values.tolist(), "type": "float32"}

    return {"style_ttl": vector(STYLE_TTL), "style_dp": vector(STYLE_DP)}
