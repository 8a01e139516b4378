"""The part of a picture that an emotion model looks at: a square around the face."""

from typing import Final

import numpy as np

from ai_worker.engines.face.port import Box, Picture

LEAST_SIDE: Final = 24
"""Pixels; half of what the model looks at. A smaller face has no expression to speak of."""


def square_crop(picture: Picture, box: Box) -> Picture | None:
    """Return a square around the middle of a box, as large as its longer side; None for a face that is too small.

    At the picture's edge its outermost rows and columns are repeated, so that the face keeps its shape.
    """
    rows, columns = picture.shape[:2]
    width, height = box.width * columns, box.height * rows
    if min(width, height) < LEAST_SIDE:
        return None
    side = round(max(width, height))
    top = round((box.top + box.height / 2) * rows - side / 2)
    left = round((box.left + box.width / 2) * columns - side / 2)
    down = np.clip(np.arange(top, top + side), 0, rows - 1)
    across = np.clip(np.arange(left, left + side), 0, columns - 1)
    return np.ascontiguousarray(picture[down[:, None], across[None, :]])
