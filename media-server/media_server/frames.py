"""Sampled frames of all rooms: one task per tick, newest frame of each room, files that do not stay."""

import hashlib
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from interview_contracts.files import FileRef
from interview_contracts.payloads.vision import ObserveFacesPayload, SampledFrame
from media_server import metrics
from media_server.sender import Sender

TICK_S = 0.1
FRAME_LIFETIME_S = 30.0
SEGMENT_LIFETIME_S = 3600.0
EMOTION_EVERY_S = 2.0
"""Least time between two frames of a session that are marked for emotion, by their presentation times."""

_FRAMES_PER_TASK = 256
_SWEEP_EVERY_S = 10.0


@dataclass(slots=True)
class Sample:
    """A JPEG with what the vision task says about it. `emotion`: its expression may be looked at, too."""

    interview_id: UUID
    media_session: str
    sequence: int
    presentation_s: float
    captured_at: datetime
    jpeg: bytes
    emotion: bool = False


class FrameBatcher:
    """Collects the newest sample of each room and sends all of them together every 100 ms, from its own thread."""

    def __init__(self, uploads: Path, sender: Sender) -> None:
        self._root = uploads
        self._sender = sender
        self._newest: dict[UUID, Sample] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="frames", daemon=True)
        self._marked: dict[str, float] = {}
        """When the last frame that was marked for emotion was seen, by session."""
        self.dropped: dict[str, int] = {}
        """Samples per media session that never became a task."""

    def start(self) -> None:
        """Start the ticks."""
        (self._root / "frames").mkdir(parents=True, exist_ok=True)
        (self._root / "live").mkdir(parents=True, exist_ok=True)
        self._thread.start()

    def stop(self) -> None:
        """End the ticks. Blocks for at most one of them."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(2 * TICK_S)

    def offer(self, sample: Sample) -> None:
        """Take a sample; an older one of the same room that was not sent yet is dropped and counted."""
        with self._lock:
            replaced = self._newest.get(sample.interview_id)
            self._newest[sample.interview_id] = sample
        if replaced is not None:
            self._count_drop(replaced.media_session, "replaced")

    def forget(self, media_session: str) -> int:
        """End the count of a session and return it."""
        self.withhold(media_session)
        with self._lock:
            self._marked.pop(media_session, None)
            return self.dropped.pop(media_session, 0)

    def withhold(self, media_session: str) -> None:
        """Drop what waits of a session."""
        with self._lock:
            self._newest = {k: v for k, v in self._newest.items() if v.media_session != media_session}

    def flush(self) -> None:
        """Send what came since the last tick."""
        with self._lock:
            samples, self._newest = list(self._newest.values()), {}
        for start in range(0, len(samples), _FRAMES_PER_TASK):
            self._send(samples[start : start + _FRAMES_PER_TASK])

    def _send(self, samples: list[Sample]) -> None:
        frames: list[SampledFrame] = []
        for sample in samples:
            path = f"frames/{sample.media_session}-{sample.sequence}.jpg"
            try:
                (self._root / path).write_bytes(sample.jpeg)
            except OSError:
                self._count_drop(sample.media_session, "disk")
                continue
            digest = hashlib.sha256(sample.jpeg).hexdigest()
            frames.append(
                SampledFrame(
                    interview_id=sample.interview_id,
                    media_session=sample.media_session,
                    sequence=sample.sequence,
                    presentation_s=sample.presentation_s,
                    captured_at=sample.captured_at,
                    file=FileRef(path=path, size=len(sample.jpeg), sha256=digest, mime="image/jpeg"),
                    emotion=self._mark(sample),
                )
            )
        if frames:
            self._sender.vision(ObserveFacesPayload(frames=tuple(frames)), on_drop=lambda: self._discard(frames))

    def _mark(self, sample: Sample) -> bool:
        """Tell whether this frame is marked for emotion.

        It is decided of frames that are sent: one that is replaced before has no part in it. A session begins as if a
        frame of its first moment had been marked, so that a candidate who connects anew is not looked at more often.
        """
        if not sample.emotion:
            return False
        with self._lock:
            if sample.presentation_s - self._marked.get(sample.media_session, 0.0) < EMOTION_EVERY_S:
                return False
            self._marked[sample.media_session] = sample.presentation_s
        return True

    def _discard(self, frames: list[SampledFrame]) -> None:
        for frame in frames:
            self._count_drop(frame.media_session, "not_sent")
            with suppress(OSError):
                (self._root / frame.file.path).unlink(missing_ok=True)

    def _count_drop(self, media_session: str, why: str) -> None:
        metrics.FRAMES_DROPPED.labels(why).inc()
        with self._lock:
            self.dropped[media_session] = self.dropped.get(media_session, 0) + 1

    def _run(self) -> None:
        due = time.monotonic()
        swept = 0.0
        while not self._stop.wait(max(0.0, due - time.monotonic())):
            self.flush()
            now = time.monotonic()
            due = max(due + TICK_S, now)
            if now - swept > _SWEEP_EVERY_S:
                swept = now
                sweep(self._root / "frames", FRAME_LIFETIME_S)
                sweep(self._root / "live", SEGMENT_LIFETIME_S)


def sweep(folder: Path, lifetime_s: float, *, now: datetime | None = None) -> int:
    """Remove files that are older than `lifetime_s` seconds and folders that are empty; return how many files went."""
    limit = (now or datetime.now(UTC)).timestamp() - lifetime_s
    removed = 0
    for path in sorted(folder.rglob("*"), reverse=True):
        with suppress(OSError):
            if path.is_dir():
                if path.stat().st_mtime < limit:
                    path.rmdir()
            elif path.stat().st_mtime < limit:
                path.unlink()
                removed += 1
    return removed
