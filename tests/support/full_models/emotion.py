"""The emotion model's shape at its full size, 1.5 million random weights: what it says means nothing, its time does."""

from pathlib import Path
from typing import Any, Final

import numpy as np

from tests.support.tiny_models.emotion import NAMES, SIDE, save

_SEED: Final = 3

# Convolutions without padding by the size of their kernel and their filters, and pools between them.
_LAYERS: Final[tuple[tuple[str, int, int], ...]] = (
    ("Conv", 5, 64),
    ("MaxPool", 5, 0),
    ("Conv", 3, 64),
    ("Conv", 3, 64),
    ("AveragePool", 3, 0),
    ("Conv", 3, 128),
    ("Conv", 3, 128),
    ("AveragePool", 3, 0),
)
_DENSE: Final = (1024, 1024, NAMES)


def make_full(folder: Path) -> Path:
    """Put the model where a models folder has it, and return its place."""
    from onnx import helper

    random = np.random.default_rng(_SEED)
    values: dict[str, Any] = {}
    nodes = [helper.make_node("Transpose", ["picture"], ["planes"], perm=[0, 3, 1, 2])]
    last, channels, side = "planes", 1, SIDE
    for number, (kind, size, filters) in enumerate(_LAYERS):
        out = f"layer{number}"
        if kind == "Conv":
            values[f"kernel{number}"] = random.normal(
                0, (channels * size * size) ** -0.5, (filters, channels, size, size)
            )
            nodes.append(helper.make_node("Conv", [last, f"kernel{number}"], [f"{out}-sums"]))
            nodes.append(helper.make_node("Relu", [f"{out}-sums"], [out]))
            channels, side = filters, side - size + 1
        else:
            nodes.append(helper.make_node(kind, [last], [out], kernel_shape=[size, size], strides=[2, 2]))
            side = (side - size) // 2 + 1
        last = out
    nodes.append(helper.make_node("Flatten", [last], ["row"]))
    last, width = "row", channels * side * side
    for number, outputs in enumerate(_DENSE):
        values[f"weights{number}"] = random.normal(0, width**-0.5, (width, outputs))
        nodes.append(helper.make_node("MatMul", [last, f"weights{number}"], [f"dense{number}"]))
        last, width = f"dense{number}", outputs
        if number < len(_DENSE) - 1:
            nodes.append(helper.make_node("Relu", [last], [f"{last}-strong"]))
            last = f"{last}-strong"
    nodes.append(helper.make_node("Softmax", [last], ["shares"], axis=1))
    return save(folder, nodes, values)
