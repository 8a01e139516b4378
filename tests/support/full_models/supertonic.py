"""A network of Supertonic's kind and size with random weights: what a sentence costs, not how it sounds.

The published parts are those of its second version: ConvNeXt blocks and attention over the text and the voice, a
vocoder of ten such blocks. The third version has more weights in the text encoder and the vector estimator; the widths
here are chosen so that each file has its published size. Its exact graph, which may do more in a step, is not known
without its files.
"""

import math
from pathlib import Path
from typing import Any, Final

import numpy as np

from tests.support.supertonic_files import BASE_CHUNK, COMPRESS, LATENT, ROWS, TEXT, Graph, duration_predictor, write

PUBLISHED_BYTES: Final = {"text_encoder": 36_416_150, "vector_estimator": 256_534_781, "vocoder": 101_424_195}
"""Sizes of the graphs of Supertonic 3."""

_SECONDS_A_SIGN: Final = 0.055
_SIGNS: Final = 8_192
_WIDTH: Final = 732
_BLOCKS: Final = 4
_HEADS: Final = 4
_VOCODER: Final = 512
_SEED: Final = 20_260_106


def make_full(models_dir: Path) -> Path:
    """Write the model below `tts/` of a models folder unless it is there (0.4 GB), and return its folder."""
    draws = np.random.default_rng(_SEED)
    graphs = {
        "duration_predictor": lambda: duration_predictor(draws, _SECONDS_A_SIGN, _SIGNS),
        "text_encoder": lambda: _text_encoder(_Layers(draws)),
        "vector_estimator": lambda: _vector_estimator(_Layers(draws)),
        "vocoder": lambda: _vocoder(_Layers(draws)),
    }
    return write(models_dir, "supertonic-3", graphs, voices=("F1",), draws=draws)


class _Layers(Graph):
    """Layers over (batch, channels, time)."""

    def __init__(self, draws: np.random.Generator) -> None:
        super().__init__()
        self._draws = draws

    def random(self, *dims: int, fan_in: int) -> str:
        return self.weight(self._draws.standard_normal(dims, dtype=np.float32) * np.float32(fan_in**-0.5))

    def conv(self, values: str, wide: int, out: int, kernel: int = 1, *, dilation: int = 1, each: bool = False) -> str:
        """Return a convolution that keeps the length; `each` works on every channel alone."""
        inner = 1 if each else wide
        weights = self.random(out, inner, kernel, fan_in=inner * kernel)
        around = dilation * (kernel - 1) // 2
        return self.node(
            "Conv", values, weights, group=wide if each else 1, dilations=[dilation], pads=[around, around]
        )

    def norm(self, values: str, width: int) -> str:
        turned = self.node("Transpose", values, perm=[0, 2, 1])
        scale, shift = self.weight(np.ones(width)), self.weight(np.zeros(width))
        normed = self.node("LayerNormalization", turned, scale, shift, axis=-1, epsilon=1e-6)
        return self.node("Transpose", normed, perm=[0, 2, 1])

    def gelu(self, values: str) -> str:
        error = self.node("Erf", self.node("Mul", values, self.weight(1 / math.sqrt(2))))
        half = self.node("Mul", values, self.weight(0.5))
        return self.node("Mul", half, self.node("Add", error, self.weight(1.0)))

    def block(self, values: str, width: int, inner: int, kernel: int, dilation: int = 1) -> str:
        """Return a ConvNeXt block."""
        mixed = self.norm(self.conv(values, width, width, kernel, dilation=dilation, each=True), width)
        wide = self.gelu(self.conv(mixed, width, inner))
        return self.node("Add", values, self.conv(wide, inner, width))

    def attention(self, values: str, width: int, others: str, heads: int = _HEADS) -> str:
        """Return the values with what they take from `others` (batch, TEXT, length)."""
        query = self._heads(self.conv(values, width, TEXT), heads)
        key, value = (self._heads(self.conv(others, TEXT, TEXT), heads) for _ in range(2))
        scores = self.node("MatMul", self.node("Transpose", query, perm=[0, 1, 3, 2]), key)
        shares = self.node("Softmax", self.node("Mul", scores, self.weight(TEXT**-0.5)), axis=-1)
        taken = self.node("MatMul", value, self.node("Transpose", shares, perm=[0, 1, 3, 2]))
        joined = self.node("Reshape", taken, self.weight([0, TEXT, -1], np.int64))
        return self.norm(self.node("Add", values, self.conv(joined, TEXT, width)), width)

    def _heads(self, values: str, heads: int) -> str:
        return self.node("Reshape", values, self.weight([0, heads, TEXT // heads, -1], np.int64))

    def voice(self) -> str:
        return self.node("Transpose", "style_ttl", perm=[0, 2, 1])


def _text_encoder(graph: _Layers) -> Any:
    rows = graph.node("Gather", graph.random(_SIGNS, TEXT, fan_in=1), "text_ids")
    values = graph.node("Transpose", rows, perm=[0, 2, 1])
    for _ in range(6):
        values = graph.block(values, TEXT, 4 * TEXT, kernel=5)
    for _ in range(4):
        values = graph.attention(values, TEXT, values)
        inner = graph.gelu(graph.conv(values, TEXT, 4 * TEXT))
        values = graph.norm(graph.node("Add", values, graph.conv(inner, 4 * TEXT, TEXT)), TEXT)
    for _ in range(2):
        values = graph.attention(values, TEXT, graph.voice(), heads=2)
    graph.node("Mul", values, "text_mask", output="text_emb")
    return graph.model("text_encoder")


def _vector_estimator(graph: _Layers) -> Any:
    values = graph.conv("noisy_latent", ROWS, _WIDTH)
    time = graph.node("Reshape", graph.node("Div", "current_step", "total_step"), graph.weight([-1, 1, 1], np.int64))
    for _ in range(_BLOCKS):
        for dilation in (1, 2, 4, 8):
            values = graph.block(values, _WIDTH, 2 * _WIDTH, kernel=5, dilation=dilation)
        values = graph.node("Add", values, graph.node("Mul", graph.random(1, _WIDTH, 1, fan_in=1), time))
        values = graph.block(values, _WIDTH, 2 * _WIDTH, kernel=5)
        values = graph.attention(values, _WIDTH, "text_emb")
        values = graph.block(values, _WIDTH, 2 * _WIDTH, kernel=5)
        values = graph.attention(values, _WIDTH, graph.voice(), heads=2)
    for _ in range(4):
        values = graph.block(values, _WIDTH, 2 * _WIDTH, kernel=5)
    direction = graph.conv(values, _WIDTH, ROWS)
    step = graph.node("Div", direction, graph.node("Reshape", "total_step", graph.weight([-1, 1, 1], np.int64)))
    graph.node("Mul", graph.node("Add", "noisy_latent", step), "latent_mask", output="denoised_latent")
    return graph.model("vector_estimator")


def _vocoder(graph: _Layers) -> Any:
    parts = graph.node("Reshape", "latent", graph.weight([0, LATENT, COMPRESS, -1], np.int64))
    in_time = graph.node("Transpose", parts, perm=[0, 1, 3, 2])
    frames = graph.node("Reshape", in_time, graph.weight([0, LATENT, -1], np.int64))
    values = graph.conv(frames, LATENT, _VOCODER, kernel=7)
    for dilation in (1, 2, 4, 1, 2, 4, 1, 1, 1, 1):
        values = graph.block(values, _VOCODER, 4 * _VOCODER, kernel=7, dilation=dilation)
    head = graph.conv(graph.norm(values, _VOCODER), _VOCODER, 4 * _VOCODER, kernel=3)
    bent = graph.node("PRelu", head, graph.weight([[0.2]]))
    chunks = graph.conv(bent, 4 * _VOCODER, BASE_CHUNK)
    sound = graph.node("Reshape", graph.node("Transpose", chunks, perm=[0, 2, 1]), graph.weight([0, -1], np.int64))
    graph.node("Tanh", graph.node("Mul", sound, graph.weight(0.1)), output="wav_tts")
    return graph.model("vocoder")
