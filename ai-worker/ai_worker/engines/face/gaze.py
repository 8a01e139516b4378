"""Gaze from the irises: how far they stand from the middle between the corners of their eyes.

Model: an eyeball of 12 mm radius behind a lid opening of 30 mm width, so an iris that is d half widths off the middle
has turned by asin(1.25 d). Resting height and shape of the lids shift the result by a constant that is the person's
own: changes say more than single values, and single values are good to about ten degrees. It is the direction of the
eyes against the head, not what somebody looks at, and nothing about a person may be concluded from it.
"""

import math
from typing import Final

import numpy as np

from ai_worker.engines.face.landmarks import (
    LEFT_EYE_INNER,
    LEFT_EYE_OUTER,
    LEFT_IRIS,
    LEFT_LIDS,
    RIGHT_EYE_INNER,
    RIGHT_EYE_OUTER,
    RIGHT_IRIS,
    RIGHT_LIDS,
    Landmarks,
)
from interview_contracts.payloads.vision import HeadPose

HALF_OPENING_TO_RADIUS: Final = 15.0 / 12.0
SHUT: Final = 0.12
"""Distance of the lids, as a share of the eye's width, below which an eye counts as shut."""

FURTHEST_TURN: Final = 45.0
"""Degrees of yaw beyond which one eye is hidden too much."""

# Corner to the left in the picture, corner to the right, iris, lids: first the right eye, then the left one.
_EYES: Final = (
    (RIGHT_EYE_OUTER, RIGHT_EYE_INNER, RIGHT_IRIS, RIGHT_LIDS),
    (LEFT_EYE_INNER, LEFT_EYE_OUTER, LEFT_IRIS, LEFT_LIDS),
)


def gaze_of(face: Landmarks, pose: HeadPose | None) -> tuple[float, float] | None:
    """Return the direction of the eyes against the head in degrees: to the left and upwards, as the camera sees it.

    None without irises, with an eye that is shut, and for a head that is turned too far.
    """
    if not face.has_irises or (pose is not None and abs(pose.yaw) > FURTHEST_TURN):
        return None
    aside: list[float] = []
    above: list[float] = []
    for first, second, iris, lids in _EYES:
        line = face.flat(second) - face.flat(first)
        width = float(np.hypot(*line))
        opening = float(np.hypot(*(face.flat(lids[0]) - face.flat(lids[1]))))
        if width < 1e-6 or opening < SHUT * width:
            return None
        along = line / width
        offset = face.flat(iris) - (face.flat(first) + face.flat(second)) / 2
        aside.append(-float(offset @ along) * 2 / width)
        above.append(float(offset @ np.array([along[1], -along[0]])) * 2 / width)
    return _angle(aside), _angle(above)


def _angle(offsets: list[float]) -> float:
    sine = HALF_OPENING_TO_RADIUS * sum(offsets) / len(offsets)
    return round(math.degrees(math.asin(max(-1.0, min(1.0, sine)))), 1)
