"""Landmarks of one face as the face mesh of MediaPipe numbers them, and the few that are looked at.

They live for the time of one picture, inside an engine: they are neither stored nor sent (LAW-13).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ai_worker.engines.face.port import Box

Points = npt.NDArray[np.float64]

MESH: Final = 468
"""Landmarks of the face's surface; ten of the two irises may follow them."""

WITH_IRISES: Final = 478

FOREHEAD: Final = 10
CHIN: Final = 152
NOSE: Final = 1
UPPER_LIP, LOWER_LIP = 13, 14
RIGHT_EYE_OUTER, RIGHT_EYE_INNER = 33, 133
LEFT_EYE_INNER, LEFT_EYE_OUTER = 362, 263
RIGHT_LIDS: Final = (159, 145)
LEFT_LIDS: Final = (386, 374)
RIGHT_IRIS, LEFT_IRIS = 468, 473
"""Right and left are the person's own."""


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks:
    """Places of one face in a picture: rows of x, y, z in pixels; y downwards, z away from the camera."""

    points: Points

    @property
    def has_irises(self) -> bool:
        """Tell whether the irises are among them."""
        return len(self.points) >= WITH_IRISES

    def __getitem__(self, index: int) -> Points:
        return np.asarray(self.points[index], dtype=np.float64)

    def flat(self, index: int) -> Points:
        """Return a place in the plane of the picture."""
        return self.points[index, :2]

    def box(self, rows: int, columns: int) -> Box:
        """Return the rectangle around the face's surface, cut at the edges of a picture of this size."""
        size = np.array([columns, rows], dtype=np.float64)
        mesh = self.points[:MESH, :2] / size
        low, high = np.clip(mesh.min(axis=0), 0.0, 1.0), np.clip(mesh.max(axis=0), 0.0, 1.0)
        width, height = high - low
        return Box(left=float(low[0]), top=float(low[1]), width=float(width), height=float(height))
