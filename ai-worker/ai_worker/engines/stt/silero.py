"""How likely somebody speaks, every 32 ms: Silero's voice detector, an ONNX file in the wheel of faster-whisper."""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ai_worker.engines.base import Deadline
from ai_worker.engines.stt.port import Samples
from ai_worker.engines.vendor_errors import translated

FRAME: Final = 512
"""Samples of one decision."""

_CONTEXT: Final = 64
_BLOCK: Final = 2000
"""Decisions between two looks at the deadline: about a minute of sound."""


def is_here() -> bool:
    """Tell whether the detector can run; imports nothing."""
    return find_spec("onnxruntime") is not None and _file() is not None


def voice(samples: Samples, deadline: Deadline) -> npt.NDArray[np.float32]:
    """Return the likelihood of speech (0-1) of each frame of mono sound at 16 kHz, the last one filled with silence.

    Raises `EngineError`: ENGINE_UNAVAILABLE when the detector cannot be loaded, ENGINE_TIMEOUT, OUT_OF_MEMORY.
    """
    if not len(samples):
        return np.zeros(0, dtype=np.float32)
    with translated():
        return _likelihoods(samples, deadline)


def _likelihoods(samples: Samples, deadline: Deadline) -> npt.NDArray[np.float32]:
    sound = np.pad(samples.astype(np.float32) / 32768, (0, -len(samples) % FRAME)).reshape(-1, FRAME)
    before = np.vstack([np.zeros((1, _CONTEXT), dtype=np.float32), sound[:-1, -_CONTEXT:]])
    frames = np.hstack([before, sound])
    session = _session()
    state = np.zeros((1, 1, 128), dtype=np.float32), np.zeros((1, 1, 128), dtype=np.float32)
    found: list[npt.NDArray[np.float32]] = []
    for start in range(0, len(frames), _BLOCK):
        deadline.check()
        likelihoods, *state = session.run(None, {"input": frames[start : start + _BLOCK], "h": state[0], "c": state[1]})
        found.append(np.asarray(likelihoods, dtype=np.float32).reshape(-1))
    return np.concatenate(found)


def _file() -> Path | None:
    spec = find_spec("faster_whisper")
    if spec is None or spec.origin is None:
        return None
    return max((Path(spec.origin).parent / "assets").glob("silero_vad*.onnx"), default=None)


@lru_cache(maxsize=1)
def _session() -> Any:
    import onnxruntime

    file = _file()
    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    with translated(loading=True):
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
