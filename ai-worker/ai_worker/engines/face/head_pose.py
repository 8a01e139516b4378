"""Head pose from the six key points of the face detector: a plain geometric estimate.

Model: a rigid average head seen without perspective. Turning the head moves the nose against the middle between the
ears; nodding moves the ears against the line from eyes to mouth. Roll is the slope of the line between the eyes.

Limits: good to about ten degrees for frontal to half-turned faces. Proportions of a person's face and the camera's
height shift yaw and pitch by a constant, so changes say more than single values. A face in profile is clamped. It is
no gaze direction, and nothing about a person may be concluded from it.
"""

import math
from dataclasses import dataclass

from interview_contracts.payloads.vision import HeadPose

Point = tuple[float, float]

# Average adult head, millimetres from the middle between the eyes: x to the side, y down, z towards the camera.
EAR_HALF_WIDTH = 71.0
EAR_DEPTH = 80.0
EAR_DROP = 20.0
NOSE_DEPTH = 25.0
MOUTH_DROP = 68.0
MOUTH_DEPTH = 8.0

_STEEPEST = 80.0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPoints:
    """Places in pixels, y downwards. Right and left are the person's own: the right eye is left in the picture."""

    right_eye: Point
    left_eye: Point
    nose: Point
    mouth: Point
    right_ear: Point
    left_ear: Point


def head_pose(points: KeyPoints) -> HeadPose | None:
    """Return the pose in degrees as the camera sees it; None when eyes and mouth fall together."""
    eyes = _middle(points.right_eye, points.left_eye)
    roll = math.atan2(points.left_eye[1] - points.right_eye[1], points.left_eye[0] - points.right_eye[0])
    nose, mouth, right_ear, left_ear = (
        _upright(point, eyes, roll) for point in (points.nose, points.mouth, points.right_ear, points.left_ear)
    )
    ears = _middle(right_ear, left_ear)
    height = mouth[1]
    if height < 1.0:
        return None
    # With yaw a: ears stand 2 w cos(a) apart and the nose lies (n + d) sin(a) from their middle.
    across = left_ear[0] - right_ear[0]
    yaw = math.atan2((ears[0] - nose[0]) * 2 * EAR_HALF_WIDTH / (NOSE_DEPTH + EAR_DEPTH), max(across, 1e-6))
    # With pitch b: ears lie e cos(b) + d sin(b) under the eyes, the mouth m cos(b) - f sin(b).
    ratio = ears[1] / height
    pitch = math.atan2(MOUTH_DROP * ratio - EAR_DROP, EAR_DEPTH + MOUTH_DEPTH * ratio)
    return HeadPose(yaw=_degrees(yaw), pitch=_degrees(pitch), roll=round(math.degrees(roll), 1))


def _middle(first: Point, second: Point) -> Point:
    return (first[0] + second[0]) / 2, (first[1] + second[1]) / 2


def _upright(point: Point, origin: Point, roll: float) -> Point:
    x, y = point[0] - origin[0], point[1] - origin[1]
    return x * math.cos(roll) + y * math.sin(roll), y * math.cos(roll) - x * math.sin(roll)


def _degrees(angle: float) -> float:
    return round(max(-_STEEPEST, min(_STEEPEST, math.degrees(angle))), 1)
