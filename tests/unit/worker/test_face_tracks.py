"""One follower a track: rising times, a bounded number, closed when idle. In virtual time."""

import pytest

from ai_worker.engines.face.tracks import Tracks

pytestmark = pytest.mark.unit


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Followers:
    """Makes followers, which are numbers, and notes which were closed."""

    def __init__(self) -> None:
        self.made = 0
        self.closed: list[int] = []

    def make(self) -> int:
        self.made += 1
        return self.made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def followers() -> Followers:
    return Followers()


@pytest.fixture
def tracks(followers: Followers, clock: Clock) -> Tracks[int]:
    return Tracks(followers.make, followers.closed.append, most=3, idle_s=30, clock=clock)


def test_a_track_keeps_its_follower(tracks: Tracks[int]) -> None:
    assert [tracks.take("a", 0), tracks.take("b", 0), tracks.take("a", 200), tracks.take("b", 200)] == [1, 2, 1, 2]


def test_times_rise_or_the_picture_is_late(tracks: Tracks[int]) -> None:
    assert tracks.take("a", 400) == 1
    assert tracks.take("a", 400) is None
    assert tracks.take("a", 200) is None
    assert tracks.take("b", 200) == 2, "another candidate's time is another"
    assert tracks.take("a", 401) == 1


def test_the_one_that_was_used_longest_ago_makes_room(tracks: Tracks[int], followers: Followers) -> None:
    for track in ("a", "b", "c"):
        tracks.take(track, 0)
    tracks.take("a", 200)
    assert tracks.take("d", 0) == 4
    assert followers.closed == [2]
    assert len(tracks) == 3
    assert tracks.take("b", 0) == 5, "it begins anew"


def test_idle_ones_are_closed(tracks: Tracks[int], followers: Followers, clock: Clock) -> None:
    tracks.take("a", 0)
    clock.now += 20
    tracks.take("b", 0)
    clock.now += 20
    tracks.take("c", 0)
    assert followers.closed == [1]


def test_a_dropped_one_begins_anew(tracks: Tracks[int], followers: Followers) -> None:
    tracks.take("a", 400)
    tracks.drop("a")
    tracks.drop("a")
    assert followers.closed == [1]
    assert tracks.take("a", 200) == 2


def test_all_can_be_closed(tracks: Tracks[int], followers: Followers) -> None:
    tracks.take("a", 0)
    tracks.take("b", 0)
    tracks.clear()
    assert sorted(followers.closed) == [1, 2]
    assert len(tracks) == 0


def test_one_that_cannot_be_made_leaves_no_track(clock: Clock) -> None:
    def fail() -> int:
        raise OSError

    closed: list[int] = []
    failing = Tracks(fail, closed.append, most=3, idle_s=30, clock=clock)
    with pytest.raises(OSError):
        failing.take("a", 0)
    assert len(failing) == 0
