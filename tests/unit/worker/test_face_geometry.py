"""What is made of landmarks: pose, gaze, whether they can be a face, and one face counted once."""

import math
from dataclasses import replace

import numpy as np
import pytest

from ai_worker.engines.face import landmarks as at
from ai_worker.engines.face.distinct import distinct
from ai_worker.engines.face.gaze import gaze_of
from ai_worker.engines.face.landmarks import Landmarks
from ai_worker.engines.face.plausible import is_face
from ai_worker.engines.face.port import Box, Face
from ai_worker.engines.face.rotation import Rotation, pose_of, rotation_of
from interview_contracts.payloads.vision import HeadPose

pytestmark = pytest.mark.unit

ROWS, COLUMNS = 240, 320

# A head that looks straight ahead: to the person's left, up and forwards from its middle, in millimetres.
HEAD = {
    at.FOREHEAD: (0, 80, 20), at.CHIN: (0, -80, 20), at.NOSE: (0, -15, 60),
    at.UPPER_LIP: (0, -40, 45), at.LOWER_LIP: (0, -44, 45),
    at.RIGHT_EYE_OUTER: (-45, 20, 20), at.RIGHT_EYE_INNER: (-17, 20, 28),
    at.LEFT_EYE_INNER: (17, 20, 28), at.LEFT_EYE_OUTER: (45, 20, 20),
    at.RIGHT_LIDS[0]: (-31, 25, 30), at.RIGHT_LIDS[1]: (-31, 15, 30),
    at.LEFT_LIDS[0]: (31, 25, 30), at.LEFT_LIDS[1]: (31, 15, 30),
    at.RIGHT_IRIS: (-31, 20, 30), at.LEFT_IRIS: (31, 20, 30),
}  # fmt: skip


def turned(yaw: float = 0, pitch: float = 0, roll: float = 0) -> Rotation:
    """Return the rotation of a head: to the left of the picture, upwards, clockwise, in degrees."""
    y, p, r = (math.radians(angle) for angle in (-yaw, -pitch, -roll))
    around_y = np.array([[math.cos(y), 0, math.sin(y)], [0, 1, 0], [-math.sin(y), 0, math.cos(y)]])
    around_x = np.array([[1, 0, 0], [0, math.cos(p), -math.sin(p)], [0, math.sin(p), math.cos(p)]])
    around_z = np.array([[math.cos(r), -math.sin(r), 0], [math.sin(r), math.cos(r), 0], [0, 0, 1]])
    return np.asarray(around_y @ around_x @ around_z)


def head(rotation: Rotation | None = None, *, irises: bool = True, **moved: tuple[float, float]) -> Landmarks:
    """Return the landmarks of the head in a picture; `moved` moves irises by millimetres to the left and upwards."""
    count = at.WITH_IRISES if irises else at.MESH
    points = np.zeros((count, 3))
    angles = np.linspace(0, 2 * math.pi, at.MESH)
    points[: at.MESH] = np.column_stack([70 * np.cos(angles), 80 * np.sin(angles), np.full(at.MESH, 10.0)])
    for index, place in HEAD.items():
        if index < count:
            points[index] = place
    for name, (left, up) in moved.items():
        points[getattr(at, name.upper())] += (left, up, 0)
    if rotation is not None:
        points = points @ rotation.T
    return Landmarks(points * (0.8, -0.8, -0.8) + (COLUMNS / 2, ROWS / 2, 0))


@pytest.mark.parametrize("angles", [(0, 0, 0), (25, 0, 0), (-25, 10, 0), (0, 20, 5), (10, -20, -30), (0, 0, 40)])
def test_a_rotation_is_told_as_the_camera_sees_it(angles: tuple[int, int, int]) -> None:
    pose = pose_of(turned(*angles))
    assert pose is not None
    assert (pose.yaw, pose.pitch, pose.roll) == pytest.approx(angles, abs=0.11)


@pytest.mark.parametrize("angles", [(0, 0, 0), (25, 0, 0), (-25, 10, 0), (10, -20, -30)])
def test_landmarks_tell_the_same_pose(angles: tuple[int, int, int]) -> None:
    rotation = rotation_of(head(turned(*angles)))
    assert rotation is not None
    pose = pose_of(rotation)
    assert pose is not None
    assert (pose.yaw, pose.pitch, pose.roll) == pytest.approx(angles, abs=0.11)


@pytest.mark.parametrize(
    "matrix",
    [np.full((3, 3), np.nan), np.zeros((3, 3)), np.eye(2), np.diag([1.0, 1.0, -1.0])],
    ids=["nan", "zero", "small", "mirrored"],
)
def test_what_is_no_rotation_tells_no_pose(matrix: Rotation) -> None:
    assert pose_of(matrix) is None


def test_landmarks_in_one_place_tell_no_rotation() -> None:
    assert rotation_of(Landmarks(np.zeros((at.MESH, 3)))) is None


AHEAD = HeadPose(yaw=0, pitch=0, roll=0)


def test_eyes_that_look_ahead_tell_zero() -> None:
    assert gaze_of(head(), AHEAD) == pytest.approx((0, 0), abs=0.1)


@pytest.mark.parametrize("rotation", [None, turned(roll=30), turned(yaw=20, roll=-15)], ids=["plain", "roll", "turned"])
def test_gaze_is_left_and_up_as_the_camera_sees_it_and_against_the_head(rotation: Rotation | None) -> None:
    # The person's left is the picture's right.
    right_and_up = gaze_of(head(rotation, right_iris=(4, 3), left_iris=(4, 3)), AHEAD)
    left_and_down = gaze_of(head(rotation, right_iris=(-4, -3), left_iris=(-4, -3)), AHEAD)
    assert right_and_up is not None
    assert left_and_down is not None
    assert -40 < right_and_up[0] < -10 < 10 < left_and_down[0] < 40
    assert left_and_down[1] < -8 < 8 < right_and_up[1]


def test_shut_eyes_and_turned_heads_and_meshes_without_irises_have_no_gaze() -> None:
    shut = head().points.copy()
    shut[at.LEFT_LIDS[0]] = shut[at.LEFT_LIDS[1]]
    assert gaze_of(Landmarks(shut), AHEAD) is None
    assert gaze_of(head(), HeadPose(yaw=60, pitch=0, roll=0)) is None
    assert gaze_of(head(irises=False), AHEAD) is None


@pytest.mark.parametrize(
    "angles", [(0, 0, 0), (40, 0, 0), (-40, 0, 0), (0, 30, 0), (0, -30, 0), (0, 0, 60), (30, 20, -45)]
)
def test_a_turned_head_is_still_a_face(angles: tuple[int, int, int]) -> None:
    assert is_face(head(turned(*angles)), ROWS, COLUMNS)
    assert is_face(head(turned(*angles), irises=False), ROWS, COLUMNS)


def spoiled(kind: str) -> Landmarks:
    points = head().points.copy()
    match kind:
        case "not a number":
            points[7, 1] = np.nan
        case "endless":
            points[7, 0] = np.inf
        case "too few":
            points = points[:400]
        case "outside":
            points[:, 0] += COLUMNS
        case "mostly outside":
            points[:, 1] += ROWS * 0.55
        case "flat":
            points[:, 2] = 0
        case "one point":
            points[:, :2] = 100
        case "mouth above the eyes":
            points[[at.UPPER_LIP, at.LOWER_LIP], 1] = points[at.FOREHEAD, 1] + 10
        case "a stripe":
            points[:, 0] = COLUMNS / 2 + (points[:, 0] - COLUMNS / 2) * 0.1
        case "eyes exchanged":
            points[[at.LEFT_EYE_OUTER, at.RIGHT_EYE_OUTER]] = points[[at.RIGHT_EYE_OUTER, at.LEFT_EYE_OUTER]]
        case "iris on the cheek":
            points[at.LEFT_IRIS, 1] += 40
    return Landmarks(points)


@pytest.mark.parametrize(
    "kind",
    [
        "not a number", "endless", "too few", "outside", "mostly outside", "flat", "one point", "mouth above the eyes",
        "a stripe", "eyes exchanged", "iris on the cheek",
    ],
)  # fmt: skip
def test_landmarks_of_nothing_are_no_face(kind: str) -> None:
    assert not is_face(spoiled(kind), ROWS, COLUMNS)


def test_any_order_of_the_same_numbers_is_no_face() -> None:
    points = head().points
    random = np.random.default_rng(3)
    shuffled = [Landmarks(random.permutation(points)) for _ in range(50)]
    assert not any(is_face(one, ROWS, COLUMNS) for one in shuffled)


def test_the_box_ends_at_the_pictures_edges() -> None:
    points = head().points.copy()
    points[:, 0] -= COLUMNS / 2
    box = Landmarks(points).box(ROWS, COLUMNS)
    assert box.left == 0
    assert 0 < box.width < 0.3
    assert box.top + box.height <= 1


def test_a_face_that_was_found_twice_counts_once() -> None:
    large = Face(box=Box(left=0.3, top=0.3, width=0.3, height=0.3))
    again = replace(large, box=Box(left=0.32, top=0.31, width=0.27, height=0.28))
    other = replace(large, box=Box(left=0.65, top=0.3, width=0.2, height=0.25))
    assert distinct([other, again, large]) == (large, other)
    assert distinct([]) == ()
