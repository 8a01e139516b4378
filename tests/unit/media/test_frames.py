"""Frame batches: the newest frame of each room, and files that do not stay."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from interview_contracts.payloads.vision import ObserveFacesPayload
from media_server.frames import EMOTION_EVERY_S, FrameBatcher, Sample, sweep

pytestmark = pytest.mark.unit


class FakeSender:
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[ObserveFacesPayload] = []
        self.drops: list[Any] = []

    def vision(self, payload: ObserveFacesPayload, *, on_drop: Any) -> None:
        self.sent.append(payload)
        self.drops.append(on_drop)


def sample(room: UUID, sequence: int, *, emotion: bool = False) -> Sample:
    session = f"session-{room.hex[:4]}"
    return Sample(room, session, sequence, sequence * 0.2, datetime.now(UTC), b"jpeg", emotion=emotion)


def batcher(tmp_path: Path) -> tuple[FrameBatcher, FakeSender]:
    (tmp_path / "frames").mkdir()
    sender = FakeSender()
    return FrameBatcher(tmp_path, sender), sender  # type: ignore[arg-type]


def test_one_task_for_all_rooms_with_the_newest_frame_of_each(tmp_path: Path) -> None:
    frames, sender = batcher(tmp_path)
    first, second = uuid4(), uuid4()
    for item in (sample(first, 0), sample(second, 0), sample(first, 1)):
        frames.offer(item)
    frames.flush()
    assert len(sender.sent) == 1
    assert {(f.interview_id, f.sequence) for f in sender.sent[0].frames} == {(first, 1), (second, 0)}
    assert all((tmp_path / f.file.path).read_bytes() == b"jpeg" for f in sender.sent[0].frames)
    assert frames.forget(f"session-{first.hex[:4]}") == 1


def test_nothing_new_sends_nothing(tmp_path: Path) -> None:
    frames, sender = batcher(tmp_path)
    frames.offer(sample(uuid4(), 0))
    frames.flush()
    frames.flush()
    assert len(sender.sent) == 1


def test_a_dropped_batch_leaves_no_files(tmp_path: Path) -> None:
    frames, sender = batcher(tmp_path)
    room = uuid4()
    frames.offer(sample(room, 0))
    frames.flush()
    sender.drops[0]()
    assert list((tmp_path / "frames").iterdir()) == []
    assert frames.forget(f"session-{room.hex[:4]}") == 1


def marked_at(frames: FrameBatcher, sender: FakeSender, room: UUID, sequences: Iterable[int]) -> list[int]:
    """Send a frame a tick, and return the numbers of those that are marked for emotion."""
    for sequence in sequences:
        frames.offer(sample(room, sequence, emotion=True))
        frames.flush()
    return [frame.sequence for sent in sender.sent for frame in sent.frames if frame.emotion]


def test_at_most_one_frame_in_two_seconds_is_marked_for_emotion(tmp_path: Path) -> None:
    frames, sender = batcher(tmp_path)
    assert EMOTION_EVERY_S == 2.0
    assert marked_at(frames, sender, uuid4(), range(51)) == [10, 20, 30, 40, 50]


def test_marks_keep_their_distance_when_frames_are_lost(tmp_path: Path) -> None:
    frames, sender = batcher(tmp_path)
    assert marked_at(frames, sender, uuid4(), [0, 9, 13, 17, 22, 24, 100, 101, 109, 110]) == [13, 24, 100, 110]


def test_a_frame_that_was_replaced_leaves_its_mark_to_the_next(tmp_path: Path) -> None:
    frames, sender = batcher(tmp_path)
    room = uuid4()
    frames.offer(sample(room, 10, emotion=True))
    assert marked_at(frames, sender, room, [11, 12, 20, 21]) == [11, 21]


def test_candidates_are_marked_apart_and_only_those_who_agree(tmp_path: Path) -> None:
    frames, sender = batcher(tmp_path)
    agreeing, refusing = uuid4(), uuid4()
    for sequence in range(31):
        frames.offer(sample(agreeing, sequence, emotion=True))
        frames.offer(sample(refusing, sequence))
        frames.flush()
    marked = [(frame.interview_id, frame.sequence) for sent in sender.sent for frame in sent.frames if frame.emotion]
    assert marked == [(agreeing, 10), (agreeing, 20), (agreeing, 30)]


def test_a_session_that_is_over_is_forgotten(tmp_path: Path) -> None:
    frames, sender = batcher(tmp_path)
    room = uuid4()
    marked_at(frames, sender, room, [100])
    frames.forget(f"session-{room.hex[:4]}")
    sender.sent.clear()
    assert marked_at(frames, sender, room, [0, 5, 10]) == [10], "one that begins has to wait as well"


def test_old_files_and_empty_folders_are_swept(tmp_path: Path) -> None:
    (tmp_path / "live" / "a").mkdir(parents=True)
    (tmp_path / "live" / "a" / "0.wav").write_bytes(b"x")
    soon = datetime.now(UTC) + timedelta(seconds=5)
    assert sweep(tmp_path / "live", 30, now=soon) == 0
    later = datetime.now(UTC) + timedelta(seconds=60)
    assert sweep(tmp_path / "live", 30, now=later) == 1
    assert list((tmp_path / "live").iterdir()) == []
    assert sweep(tmp_path / "nowhere", 30) == 0
