"""The pose of a model head that is turned by a known angle is found again."""

import math

import pytest

from ai_worker.engines.face.head_pose import (
    EAR_DEPTH,
    EAR_DROP,
    EAR_HALF_WIDTH,
    MOUTH_DEPTH,
    MOUTH_DROP,
    NOSE_DEPTH,
    KeyPoints,
    Point,
    head_pose,
)

pytestmark = pytest.mark.unit

EYE_HALF_WIDTH = 31.0
NOSE_DROP = 34.0


def seen(*, yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0, scale: float = 0.5) -> KeyPoints:
    """Return where the model head's points fall when it turns left, up and clockwise by these degrees."""
    left, up, clockwise = (math.radians(angle) for angle in (yaw, pitch, roll))

    def project(x: float, y: float, z: float) -> Point:
        x, z = x * math.cos(left) - z * math.sin(left), x * math.sin(left) + z * math.cos(left)
        y = y * math.cos(up) - z * math.sin(up)
        x, y = x * math.cos(clockwise) - y * math.sin(clockwise), x * math.sin(clockwise) + y * math.cos(clockwise)
        return 160 + scale * x, 120 + scale * y

    return KeyPoints(
        right_eye=project(-EYE_HALF_WIDTH, 0, 0),
        left_eye=project(EYE_HALF_WIDTH, 0, 0),
        nose=project(0, NOSE_DROP, NOSE_DEPTH),
        mouth=project(0, MOUTH_DROP, MOUTH_DEPTH),
        right_ear=project(-EAR_HALF_WIDTH, EAR_DROP, -EAR_DEPTH),
        left_ear=project(EAR_HALF_WIDTH, EAR_DROP, -EAR_DEPTH),
    )


@pytest.mark.parametrize("angle", [-60, -30, -10, 0, 10, 30, 60])
def test_turning_left_is_positive_yaw(angle: float) -> None:
    pose = head_pose(seen(yaw=angle))
    assert pose is not None
    assert pose.yaw == pytest.approx(angle, abs=0.2)
    assert pose.roll == pytest.approx(0, abs=0.2)


@pytest.mark.parametrize("angle", [-40, -20, 0, 20, 40])
def test_looking_up_is_positive_pitch(angle: float) -> None:
    pose = head_pose(seen(pitch=angle))
    assert pose is not None
    assert pose.pitch == pytest.approx(angle, abs=0.2)
    assert pose.yaw == pytest.approx(0, abs=0.2)


@pytest.mark.parametrize("angle", [-45, -15, 0, 15, 45])
def test_clockwise_is_positive_roll(angle: float) -> None:
    pose = head_pose(seen(roll=angle, yaw=20))
    assert pose is not None
    assert pose.roll == pytest.approx(angle, abs=0.2)
    assert pose.yaw == pytest.approx(20, abs=0.2)


def test_the_distance_to_the_camera_does_not_matter() -> None:
    assert head_pose(seen(yaw=25, scale=0.2)) == head_pose(seen(yaw=25, scale=2))


def test_points_in_one_place_have_no_pose() -> None:
    place = (10.0, 10.0)
    points = KeyPoints(right_eye=place, left_eye=place, nose=place, mouth=place, right_ear=place, left_ear=place)
    assert head_pose(points) is None
