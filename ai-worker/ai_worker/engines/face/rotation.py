"""Head pose from a rotation of the head, and that rotation from landmarks where no better one is at hand.

Axes: x to the right of the picture, y upwards, z towards the camera. The columns of a rotation are the head's own axes:
towards the person's left, up, and forwards.
"""

import math

import numpy as np
import numpy.typing as npt

from ai_worker.engines.face.landmarks import CHIN, FOREHEAD, LEFT_EYE_OUTER, RIGHT_EYE_OUTER, Landmarks
from interview_contracts.payloads.vision import HeadPose

Rotation = npt.NDArray[np.float64]


def pose_of(rotation: Rotation) -> HeadPose | None:
    """Return the pose in degrees; None where the matrix is no rotation."""
    if rotation.shape != (3, 3) or not np.all(np.isfinite(rotation)):
        return None
    lengths = np.linalg.norm(rotation, axis=0)
    if np.any(lengths < 1e-6):
        return None
    unit = rotation / lengths
    if np.linalg.det(unit) < 0.5:
        return None
    across, up, forwards = unit[:, 0], unit[:, 1], unit[:, 2]
    yaw = math.atan2(-forwards[0], forwards[2])
    pitch = math.asin(float(np.clip(forwards[1], -1.0, 1.0)))
    roll = -math.atan2(across[1], up[1])
    return HeadPose(yaw=_degrees(yaw), pitch=_degrees(pitch), roll=_degrees(roll))


def rotation_of(face: Landmarks) -> Rotation | None:
    """Return the head's rotation by the line between the eyes and that from chin to forehead; None where they meet."""
    flip = np.array([1.0, -1.0, -1.0])
    across = (face[LEFT_EYE_OUTER] - face[RIGHT_EYE_OUTER]) * flip
    up = (face[FOREHEAD] - face[CHIN]) * flip
    width = float(np.linalg.norm(across))
    if width < 1e-6:
        return None
    across /= width
    up -= across * float(across @ up)
    height = float(np.linalg.norm(up))
    if height < 1e-6:
        return None
    up /= height
    return np.column_stack([across, up, np.cross(across, up)])


def _degrees(angle: float) -> float:
    return round(math.degrees(angle), 1)
