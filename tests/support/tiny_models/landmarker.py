"""A face landmarker's bundle from parts that a package registry has.

The wheel of `mediapipe` 0.10.21 holds the detector of the bundle and an older face mesh with irises, in the form of
that release: six outputs and no depth of the irises. Operators behind it bring them into the one output that the
landmarker reads, so places, pose and gaze are real. The blendshapes' weights are random and say nothing; the head's
geometry is taken from one portrait.
"""

import shutil
import tempfile
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pytest

from ai_worker.engines.face.landmarks import MESH, Landmarks
from ai_worker.engines.face.rotation import rotation_of
from tests.models.face import pictures
from tests.support.models import MODELS
from tests.support.repository import ROOT
from tests.support.tflite_files import CONCATENATION, FULLY_CONNECTED, LOGISTIC, PAD, RESHAPE, Graph

DETECTOR: Final = MODELS / "face" / "face_detection_short_range.tflite"
MESH_MODEL: Final = ROOT / ".cache" / "test-models" / "face_landmark_with_attention.tflite"
"""Both are brought by `script/bootstrap --dev`."""

BUNDLE: Final = Path("face") / "face_landmarker.task"
_SEED: Final = 7
_EYES_APART_CM: Final = 9.0


def make(folder: Path) -> Path:
    """Put the bundle where a models folder has it, and return its place. Skips the test without the wheel's files."""
    target = folder / BUNDLE
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_made(), target)
    return target


def make_garbage(folder: Path) -> Path:
    """Put a bundle there whose mesh has no irises: it loads, finds faces and gives them landmarks of nothing."""
    target = folder / BUNDLE
    target.parent.mkdir(parents=True, exist_ok=True)
    graph = Graph(_part(MESH_MODEL))
    mesh = graph.finished(None, [graph.tensor("output_mesh_identity"), graph.tensor("conv_faceflag")])
    _write(target, {"face_landmarks_detector.tflite": mesh})
    return target


@lru_cache(maxsize=1)
def _made() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tiny-landmarker-"))
    plain, whole = folder / "plain.task", folder / "whole.task"
    mesh = {"face_landmarks_detector.tflite": _mesh()}
    _write(plain, mesh)
    geometry = {"geometry_pipeline_metadata_landmarks.binarypb": _geometry(_head(plain))}
    _write(whole, {**mesh, **geometry, "face_blendshapes.tflite": _blendshapes()})
    return whole


def missing() -> str:
    """Return which file is not here, "" when all are."""
    lacking = [file.name for file in (DETECTOR, MESH_MODEL) if not file.is_file()]
    return f"{lacking[0]} is not here; script/bootstrap --dev brings it." if lacking else ""


def _part(file: Path) -> bytes:
    if missing():
        pytest.skip(missing())
    return file.read_bytes()


def _write(target: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as bundle:
        for name, content in {"face_detector.tflite": _part(DETECTOR), **parts}.items():
            bundle.writestr(zipfile.ZipInfo(name), content)


def _mesh() -> bytes:
    """Return the mesh with its irises behind it: 478 places of x, y and z."""
    graph = Graph(_part(MESH_MODEL))
    parts = [graph.tensor("output_mesh_identity")]
    for side in ("left", "right"):
        iris = graph.tensor(f"output_{side}_iris")
        flat = graph.operator(RESHAPE, [iris, graph.constant(np.array([5, 2], np.int32))], graph.blank(5, 2))
        edges = graph.constant(np.array([[0, 0], [0, 1]], np.int32))
        deep = graph.operator(PAD, [flat, edges], graph.blank(5, 3))
        shape = graph.constant(np.array([1, 1, 1, 15], np.int32))
        parts.append(graph.operator(RESHAPE, [deep, shape], graph.blank(1, 1, 1, 15)))
    together = graph.operator(CONCATENATION, parts, graph.blank(1, 1, 1, 3 * (MESH + 10)), axis=3)
    return graph.finished(None, [together, graph.tensor("conv_faceflag")])


def _blendshapes() -> bytes:
    """Return a model from 146 places to 52 values near zero."""
    random = np.random.default_rng(_SEED)
    graph = Graph()
    places = graph.blank(1, 146, 2, name="landmarks")
    shape = graph.constant(np.array([1, 292], np.int32))
    row = graph.operator(RESHAPE, [places, shape], graph.blank(1, 292))
    weights = graph.constant(random.normal(0.0, 1e-4, (52, 292)).astype(np.float32))
    bias = graph.constant(np.full(52, -4.0, np.float32))
    sums = graph.operator(FULLY_CONNECTED, [row, weights, bias], graph.blank(1, 52))
    return graph.finished([places], [graph.operator(LOGISTIC, [sums], graph.blank(1, 52, name="blendshapes"))])


def _head(bundle: Path) -> npt.NDArray[np.float64]:
    """Return the portrait's head as it looks straight ahead: centimetres to its left, upwards and forwards."""
    import mediapipe
    from mediapipe.tasks.python.vision.face_landmarker import FaceLandmarker

    with FaceLandmarker.create_from_model_path(str(bundle)) as landmarker:
        picture = pictures.portrait()
        image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=picture)
        [found] = landmarker.detect(image).face_landmarks
    rows, columns = picture.shape[:2]
    points = np.array([(place.x, place.y, place.z) for place in found]) * (columns, rows, columns)
    rotation = rotation_of(Landmarks(points))
    assert rotation is not None
    upright = (points[:MESH] * (1, -1, -1)) @ rotation
    upright -= upright.mean(axis=0)
    apart = np.linalg.norm(upright[33] - upright[263])
    return np.asarray(upright * (_EYES_APART_CM / apart), dtype=np.float64)


def _geometry(head: npt.NDArray[np.float64]) -> bytes:
    """Return the metadata that the pose is found with: the head's mesh and the places that count (Protocol Buffers)."""
    vertices = np.hstack([head, np.zeros((len(head), 2))]).astype("<f4").tobytes()
    corners = b"".join(_varint(number) for number in (10, 152, 1))
    mesh = _field(3, vertices) + _field(4, corners)
    basis = b""
    for place in (10, 152, 33, 133, 263, 362, 1, 61, 291, 234, 454):
        basis += _field(2, b"\x08" + _varint(place) + b"\x15" + np.float32(1.0).tobytes())
    return _field(1, mesh) + basis + b"\x18\x01"


def _field(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | 2]) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])
