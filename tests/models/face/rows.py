"""Every face engine with its real library, and with files that are brought or made for it."""

from itertools import count
from pathlib import Path

from ai_worker.engines.base import EngineConfig
from ai_worker.engines.face.port import FaceEngine, Look, Picture
from ai_worker.engines.face.table import ENGINES
from tests.support import models
from tests.support.tiny_models import landmarker

_tracks = count()


def face_engine(name: str, folder: Path) -> FaceEngine:
    """Return the engine of a row; files that have to be made for it go to a folder. Skips where others are missing."""
    if name == "mediapipe_landmarker":
        landmarker.make(folder)
        return ENGINES[name].create(EngineConfig(models_dir=folder))
    return models.engine(ENGINES, name)


def first_look(picture: Picture) -> Look:
    """Return the first picture of a track of its own."""
    return Look(picture=picture, track=f"track-{next(_tracks)}", at_ms=0)
