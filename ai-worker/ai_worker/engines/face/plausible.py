"""Whether landmarks can be those of a face.

A bundle whose parts do not fit together loads and answers without an error: its numbers are landmarks of nothing. A
real face, however turned, keeps the order of its parts along its own axis and its rough proportions.
"""

from typing import Final

import numpy as np

from ai_worker.engines.face.landmarks import (
    CHIN,
    FOREHEAD,
    LEFT_EYE_INNER,
    LEFT_EYE_OUTER,
    LEFT_IRIS,
    LOWER_LIP,
    MESH,
    NOSE,
    RIGHT_EYE_INNER,
    RIGHT_EYE_OUTER,
    RIGHT_IRIS,
    UPPER_LIP,
    Landmarks,
)

MARGIN: Final = 0.25
"""How far outside the picture, as a share of its size, a landmark of a face at its edge may lie."""

SHARE_WITHIN: Final = 0.5
"""Share of the landmarks that lie within the picture itself."""

LEAST_RATIO: Final = 0.7
GREATEST_RATIO: Final = 3.0
"""Height of the face by its width, both along its own axes."""

NOSE_SLACK: Final = 0.15
"""How far the tip of the nose of a head that nods may pass eyes or lips, as a share of the face's height."""

IRIS_SLACK: Final = 0.15
"""How far an iris may lie from the middle between the corners of its eye, as a share of the face's height."""

LEAST_EYES: Final = 0.08
"""Distance of the eyes' outer corners as a share of the face's height; in profile they come close."""


def is_face(face: Landmarks, rows: int, columns: int) -> bool:
    """Tell whether landmarks in a picture of this size can be a face."""
    points = face.points
    if len(points) < MESH or not np.all(np.isfinite(points)):
        return False
    if float(np.ptp(points[:MESH, 2])) <= 0.0:
        return False
    shares = points[:MESH, :2] / np.array([columns, rows], dtype=np.float64)
    if shares.min() < -MARGIN or shares.max() > 1 + MARGIN:
        return False
    if np.mean(np.all((shares >= 0.0) & (shares <= 1.0), axis=1)) < SHARE_WITHIN:
        return False
    return _is_ordered(face)


def _is_ordered(face: Landmarks) -> bool:
    upright = face.flat(CHIN) - face.flat(FOREHEAD)
    height = float(np.hypot(*upright))
    if height < 2.0:
        return False
    down = upright / height
    across = np.array([down[1], -down[0]])
    mesh = face.points[:MESH, :2]
    along_down, along_across = mesh @ down, mesh @ across
    extent_down, extent_across = float(np.ptp(along_down)), float(np.ptp(along_across))
    if not LEAST_RATIO <= extent_down / max(extent_across, 1e-6) <= GREATEST_RATIO:
        return False
    corners = (RIGHT_EYE_OUTER, RIGHT_EYE_INNER, LEFT_EYE_INNER, LEFT_EYE_OUTER)
    eyes = max(float(face.flat(corner) @ down) for corner in corners)
    top, chin = float(face.flat(FOREHEAD) @ down), float(face.flat(CHIN) @ down)
    nose = float(face.flat(NOSE) @ down)
    lips = float((face.flat(UPPER_LIP) + face.flat(LOWER_LIP)) @ down) / 2
    slack = NOSE_SLACK * height
    if not (top < eyes < lips < chin and eyes - slack < nose < lips + slack):
        return False
    apart = float((face.flat(LEFT_EYE_OUTER) - face.flat(RIGHT_EYE_OUTER)) @ across)
    if apart <= LEAST_EYES * height:
        return False
    return not face.has_irises or _irises_lie_in_their_eyes(face, IRIS_SLACK * height)


def _irises_lie_in_their_eyes(face: Landmarks, slack: float) -> bool:
    for outer, inner, iris in (
        (RIGHT_EYE_OUTER, RIGHT_EYE_INNER, RIGHT_IRIS),
        (LEFT_EYE_OUTER, LEFT_EYE_INNER, LEFT_IRIS),
    ):
        middle = (face.flat(outer) + face.flat(inner)) / 2
        if float(np.hypot(*(face.flat(iris) - middle))) > slack:
            return False
    return True
