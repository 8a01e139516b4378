"""A tiny emotion model where deepface looks for it: ONNX, random weights of a fixed seed, seven softmax outputs.

deepface hands it grey values from 0 to 1, 48 x 48 of them; the weights are scaled to that, so that other faces get
other shares.
"""

from pathlib import Path
from typing import Any, Final

import numpy as np

SIDE: Final = 48
NAMES: Final = 7
WEIGHTS: Final = Path("emotion") / ".deepface" / "weights" / "facial_expression_model_weights.onnx"
_FILTERS: Final = 16
_SEED: Final = 20_260_302


def make(folder: Path, *, seed: int = _SEED) -> Path:
    """Put the model where a models folder has it, and return its place. Another seed gives other weights."""
    random = np.random.default_rng(seed)
    return _write(
        folder,
        {
            "kernels": random.normal(0.0, 0.5, (_FILTERS, 1, 5, 5)),
            "weights": random.normal(0.0, 0.4, (_FILTERS * 81, NAMES)),
            "bias": random.normal(0.0, 0.1, NAMES),
        },
    )


def make_unfit(folder: Path) -> Path:
    """Put a model there that answers every picture with what is no number."""
    weights = np.full((_FILTERS * 81, NAMES), np.nan)
    return _write(folder, {"kernels": np.ones((_FILTERS, 1, 5, 5)), "weights": weights, "bias": np.zeros(NAMES)})


def _write(folder: Path, values: dict[str, Any]) -> Path:
    from onnx import helper

    nodes = [
        helper.make_node("Transpose", ["picture"], ["planes"], perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["planes", "kernels"], ["found"], strides=[5, 5], pads=[0, 0, 0, 0]),
        helper.make_node("Relu", ["found"], ["strong"]),
        helper.make_node("Flatten", ["strong"], ["row"]),
        helper.make_node("Gemm", ["row", "weights", "bias"], ["sums"]),
        helper.make_node("Softmax", ["sums"], ["shares"], axis=1),
    ]
    return save(folder, nodes, values)


def save(folder: Path, nodes: list[Any], values: dict[str, Any]) -> Path:
    """Write a graph from `picture` to `shares` with its values as 32-bit numbers; return its place."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    graph = helper.make_graph(
        nodes,
        "emotion",
        [helper.make_tensor_value_info("picture", TensorProto.FLOAT, ["n", SIDE, SIDE, 1])],
        [helper.make_tensor_value_info("shares", TensorProto.FLOAT, ["n", NAMES])],
        [numpy_helper.from_array(np.asarray(array, dtype=np.float32), name) for name, array in values.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 9
    target = folder / WEIGHTS
    target.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(target))
    return target
