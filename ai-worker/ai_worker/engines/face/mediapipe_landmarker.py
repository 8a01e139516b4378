"""The face landmarker of MediaPipe Tasks: landmarks with irises, from which head pose and gaze are taken.

It runs in video mode, where an instance remembers where the faces were and wants rising times: every track has an
instance of its own, of about 20 MB and four threads. Landmarks and blendshapes are dropped as soon as pose and gaze are
known.
"""

import weakref
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ai_worker.engines.base import EngineError
from ai_worker.engines.face.distinct import distinct
from ai_worker.engines.face.gaze import gaze_of
from ai_worker.engines.face.landmarks import Landmarks
from ai_worker.engines.face.mediapipe_bundle import Bundle
from ai_worker.engines.face.mediapipe_tasks import apart, close, stuck_s
from ai_worker.engines.face.plausible import is_face
from ai_worker.engines.face.port import Face, Look
from ai_worker.engines.face.rotation import pose_of, rotation_of
from ai_worker.engines.face.tracks import Tracks
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, EngineQuality

if TYPE_CHECKING:
    from mediapipe.tasks.python.vision.face_landmarker import FaceLandmarker, FaceLandmarkerResult

MOST_TRACKS: Final = 48
IDLE_S: Final = 30.0

GARBAGE_LIMIT: Final = 25
"""Pictures in a row whose only faces are none, after which the model counts as unfit: five seconds of one candidate."""

SHUT_EYE: Final = 0.6
"""Blendshape value from which an eye counts as shut."""

_BLINKS: Final = frozenset({"eyeBlinkLeft", "eyeBlinkRight"})


class MediapipeLandmarkerEngine:
    """MediaPipe FaceLandmarker in video mode, one instance a track. `file` is relative to the models folder."""

    def __init__(self, models_dir: Path, file: str) -> None:
        self._bundle = Bundle(models_dir, file)
        self._garbage = 0
        self._tracks: Tracks[FaceLandmarker] = Tracks(self._bundle.open, close, most=MOST_TRACKS, idle_s=IDLE_S)
        weakref.finalize(self, self._tracks.clear)

    def describe(self) -> EngineInfo:
        """Return the identity."""
        return EngineInfo(
            capability=Capability.FACE,
            name="mediapipe_landmarker",
            version=version("mediapipe"),
            model=Path(self._bundle.file).stem,
            quality=EngineQuality.PRODUCTION,
            device="cpu",
        )

    def load(self) -> None:
        """Load the model and run it once."""
        follower = self._bundle.open()
        try:
            self._ask(follower, np.zeros((64, 64, 3), dtype=np.uint8), 0)
        except (RuntimeError, ValueError):
            raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False) from None
        finally:
            close(follower)

    def detect(self, look: Look) -> tuple[Face, ...] | None:
        """Return the faces of an RGB picture, the largest first; None when it is late or shows what is no face."""
        follower = self._tracks.take(look.track, look.at_ms)
        if follower is None:
            return None
        try:
            result = self._ask(follower, look.picture, look.at_ms)
        except (RuntimeError, ValueError):
            self._tracks.drop(look.track)
            raise EngineError(ErrorCode.ENGINE_FAILED, retryable=False) from None
        faces = _faces(result, look.picture.shape[0], look.picture.shape[1])
        if result.face_landmarks and not faces:
            self._garbage += 1
            if self._garbage >= GARBAGE_LIMIT:
                raise EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=False)
            return None
        if faces:
            self._garbage = 0
        return distinct(faces)

    def stuck_s(self) -> float:
        """Return for how many seconds work goes on that was told to end; 0.0 where none does."""
        return stuck_s()

    def close(self) -> None:
        """Close all instances."""
        self._tracks.clear()

    @staticmethod
    def _ask(follower: "FaceLandmarker", picture: Any, at_ms: int) -> "FaceLandmarkerResult":
        def ask() -> "FaceLandmarkerResult":
            import mediapipe

            image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(picture))
            return follower.detect_for_video(image, at_ms)

        return apart(ask)


def _faces(result: "FaceLandmarkerResult", rows: int, columns: int) -> list[Face]:
    """Return what may leave the engine of those landmarks that can be a face."""
    count = len(result.face_landmarks)
    # The geometry leaves out faces that are too small; which ones is not told.
    matrices = result.facial_transformation_matrixes if len(result.facial_transformation_matrixes) == count else []
    shapes = result.face_blendshapes if len(result.face_blendshapes) == count else []
    scale = np.array([columns, rows, columns], dtype=np.float64)
    faces: list[Face] = []
    for index, places in enumerate(result.face_landmarks):
        landmarks = Landmarks(np.array([(place.x, place.y, place.z) for place in places], dtype=np.float64) * scale)
        if not is_face(landmarks, rows, columns):
            continue
        rotation = np.asarray(matrices[index], dtype=np.float64)[:3, :3] if matrices else rotation_of(landmarks)
        pose = None if rotation is None else pose_of(rotation)
        blinks = bool(shapes) and any(
            one.category_name in _BLINKS and (one.score or 0.0) > SHUT_EYE for one in shapes[index]
        )
        gaze = None if blinks else gaze_of(landmarks, pose)
        faces.append(Face(box=landmarks.box(rows, columns), head_pose=pose, gaze=gaze))
    return faces
