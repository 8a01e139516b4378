"""Frame batches: the newest frame of each room, and files that do not stay."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from interview_contracts.payloads.vision import ObserveFacesPayload
from media_server.frames import FrameBatcher, Sample, sweep

pytestmark = pytest.mark.unit


class FakeSender:
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[ObserveFacesPayload] = []
        self.drops: list[Any] = []

    def vision(self, payload: ObserveFacesPayload, *, on_drop: Any) -> None:
        self.sent.append(payload)
        self.drops.append(on_drop)


def sample(room: UUID, sequence: int) -> Sample:
    return Sample(room, f"session-{room.hex[:4]}", sequence, sequence * 0.2, datetime.now(UTC), b"jpeg")


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


def test_old_files_and_empty_folders_are_swept(tmp_path: Path) -> None:
    (tmp_path / "live" / "a").mkdir(parents=True)
    (tmp_path / "live" / "a" / "0.wav").write_bytes(b"x")
    soon = datetime.now(UTC) + timedelta(seconds=5)
    assert sweep(tmp_path / "live", 30, now=soon) == 0
    later = datetime.now(UTC) + timedelta(seconds=60)
    assert sweep(tmp_path / "live", 30, now=later) == 1
    assert list((tmp_path / "live").iterdir()) == []
    assert sweep(tmp_path / "nowhere", 30) == 0
