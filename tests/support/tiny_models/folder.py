"""A models folder in which every engine that loads models finds a tiny one: real formats, random weights."""

import shutil
from pathlib import Path

from tests.support.models import MODELS
from tests.support.tiny_models import gguf, landmarker, whisper, xlm_roberta

FACE_DETECTOR = Path("face") / "face_detection_short_range.tflite"


def make_folder(folder: Path, *, architecture: str = "exaone") -> Path:
    """Fill a models folder and return it. Faces are found by real models, where these have been fetched."""
    gguf.make(folder / "llm", architecture=architecture)
    whisper.make(folder / "stt" / "tiny")
    xlm_roberta.make(folder / "embeddings" / "tiny")
    detector = MODELS / FACE_DETECTOR
    if detector.is_file():
        (folder / FACE_DETECTOR).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(detector, folder / FACE_DETECTOR)
    if not landmarker.missing():
        landmarker.make(folder)
    return folder
