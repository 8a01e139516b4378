"""Which files of the models folder make the voice of Supertonic."""

from pathlib import Path
from typing import Final

from ai_worker.engines.base import EngineConfig

FOLDER: Final = "tts"
GRAPHS: Final = ("duration_predictor", "text_encoder", "vector_estimator", "vocoder")
_ONNX: Final = "onnx"


def model_name(config: EngineConfig) -> str:
    """Return the name of the newest model of which there is something, "" when there is none.

    Names end in the version of the model, so that the last in alphabetical order is the newest.
    """
    present = (folder.parent.name for folder in config.models_dir.glob(f"{FOLDER}/*/{_ONNX}") if folder.is_dir())
    return max(present, default="")


def model_files(config: EngineConfig) -> tuple[str, ...]:
    """Return the files that are loaded, as paths relative to the models folder; none when there is no model."""
    name = model_name(config)
    if not name:
        return ()
    base = Path(FOLDER, name)
    graphs = [f"{_ONNX}/{graph}.onnx" for graph in GRAPHS]
    others = [
        f"{_ONNX}/tts.json",
        f"{_ONNX}/unicode_indexer.json",
        f"voice_styles/{config.options.supertonic_voice}.json",
    ]
    return tuple((base / part).as_posix() for part in (*graphs, *others))
