"""Pictures with known faces: NASA's portrait of an astronaut, in the public domain, from scikit-image."""

import cv2
import numpy as np
from skimage.data import astronaut

from ai_worker.engines.face.port import Picture


def portrait() -> Picture:
    """Return a picture of 320 x 320 pixels with one face."""
    return np.asarray(cv2.resize(astronaut(), (320, 320)), dtype=np.uint8)


def mirrored(picture: Picture) -> Picture:
    """Return the picture with left and right exchanged."""
    return np.ascontiguousarray(picture[:, ::-1])


def rotated(picture: Picture, degrees: float) -> Picture:
    """Return the picture rotated clockwise around the face."""
    rows, columns = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((columns * 0.44, rows * 0.25), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(picture, matrix, (columns, rows)), dtype=np.uint8)


def pair() -> Picture:
    """Return a picture of two people side by side."""
    head = astronaut()[0:260, 100:360]
    return np.hstack([head, mirrored(head)])


def blank(level: int = 0) -> Picture:
    """Return a picture of one grey."""
    return np.full((240, 320, 3), level, dtype=np.uint8)


def noise() -> Picture:
    """Return a picture of coloured noise."""
    return np.random.default_rng(5).integers(0, 256, (240, 320, 3), dtype=np.uint8)


def jpeg(picture: Picture) -> bytes:
    """Return the picture as the media server stores it."""
    done, encoded = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    assert done
    return encoded.tobytes()
