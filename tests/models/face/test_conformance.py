"""What every face engine must do."""

import pytest

from ai_worker.engines.face.port import Face, FaceEngine, Picture
from ai_worker.engines.face.table import ENGINES
from interview_contracts.payloads.vision import HeadPose
from interview_contracts.vocabulary import Capability
from tests.models.face import pictures
from tests.models.face.rows import face_engine, first_look

pytestmark = pytest.mark.models


@pytest.fixture(scope="module", params=list(ENGINES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def engine(name: str, tmp_path_factory: pytest.TempPathFactory) -> FaceEngine:
    made = face_engine(name, tmp_path_factory.mktemp("models"))
    made.load()
    return made


def seen(engine: FaceEngine, picture: Picture) -> tuple[Face, ...]:
    faces = engine.detect(first_look(picture))
    assert faces is not None
    return faces


def pose(engine: FaceEngine, picture: Picture) -> HeadPose:
    [face] = seen(engine, picture)
    assert face.head_pose is not None
    return face.head_pose


def test_it_names_itself(engine: FaceEngine, name: str) -> None:
    info = engine.describe()
    assert (info.capability, info.name) == (Capability.FACE, name)
    assert info.version
    assert info.device


def test_one_face_is_found_and_looks_ahead(engine: FaceEngine) -> None:
    [face] = seen(engine, pictures.portrait())
    assert face.confidence is None or 0.5 < face.confidence <= 1
    assert 0.1 < face.box.width < 0.3
    found = pose(engine, pictures.portrait())
    assert abs(found.yaw) < 20
    assert abs(found.pitch) < 20
    assert abs(found.roll) < 10


def test_a_box_says_where_the_face_is(engine: FaceEngine) -> None:
    [face] = seen(engine, pictures.portrait())
    assert 0.3 < face.box.left < 0.4
    assert 0.1 < face.box.top < 0.2
    assert 0.15 < face.box.height < 0.25


@pytest.mark.parametrize(
    "picture", [pictures.blank(0), pictures.blank(255), pictures.noise()], ids=["0", "255", "noise"]
)
def test_nobody_is_found_where_nobody_is(engine: FaceEngine, picture: Picture) -> None:
    assert seen(engine, picture) == ()


def test_two_people_are_two(engine: FaceEngine) -> None:
    first, second = seen(engine, pictures.pair())
    assert first.box.width >= second.box.width


def test_a_mirrored_head_turns_the_other_way(engine: FaceEngine) -> None:
    plain, mirror = pose(engine, pictures.portrait()), pose(engine, pictures.mirrored(pictures.portrait()))
    # The detector's own key points are good to some ten degrees at this size.
    assert mirror.yaw == pytest.approx(-plain.yaw, abs=8)
    assert mirror.roll == pytest.approx(-plain.roll, abs=12)
    assert mirror.pitch == pytest.approx(plain.pitch, abs=8)


@pytest.mark.parametrize("degrees", [-30, -15, 15, 30])
def test_roll_follows_a_rotated_picture(engine: FaceEngine, degrees: float) -> None:
    plain, turned = pose(engine, pictures.portrait()), pose(engine, pictures.rotated(pictures.portrait(), degrees))
    assert turned.roll - plain.roll == pytest.approx(degrees, abs=10)


def test_pictures_leave_nothing_behind(engine: FaceEngine) -> None:
    first = seen(engine, pictures.portrait())
    seen(engine, pictures.pair())
    assert seen(engine, pictures.portrait()) == first
