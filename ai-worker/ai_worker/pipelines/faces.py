"""Face observations from a tick's camera frames: newest first, late frames dropped."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from ai_worker.engines.base import Deadline
from ai_worker.engines.face.port import Face, FaceEngine, Look, Picture
from ai_worker.errors import WorkError
from ai_worker.files import Uploads
from interview_contracts.payloads.vision import (
    FaceObservation,
    ObserveFacesPayload,
    ObserveFacesResult,
    SampledFrame,
)

LATEST_AGE = timedelta(seconds=2)
"""An older frame says nothing about now; looking at it would delay those that do."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sighting:
    """A frame that was looked at, and the faces in it, the largest first."""

    frame: SampledFrame
    picture: Picture
    faces: tuple[Face, ...]


def _nothing(_: Sighting) -> None:
    return None


def discard(payload: ObserveFacesPayload, uploads: Uploads) -> None:
    """Delete the frames of a payload."""
    uploads.delete(frame.file for frame in payload.frames)


def observe(
    payload: ObserveFacesPayload,
    uploads: Uploads,
    engine: FaceEngine,
    deadline: Deadline,
    now: Callable[[], datetime],
    *,
    seen: Callable[[Sighting], None] = _nothing,
) -> ObserveFacesResult:
    """Look at the frames; `seen` is told of each one that was looked at.

    Frames that are late, lost or unreadable count as dropped, as do those of which the engine can say nothing. The
    files stay: another engine may have to look at them, so whoever asks deletes them (`discard`), whatever happens.
    """
    observations: list[FaceObservation] = []
    for frame in sorted(payload.frames, key=lambda each: each.captured_at, reverse=True):
        # The camera's clock may run ahead of this machine's; only age counts.
        if now() - frame.captured_at > LATEST_AGE or deadline.remaining_s() <= 0:
            continue
        picture = _picture(frame, uploads)
        if picture is None:
            continue
        faces = engine.detect(
            Look(picture=picture, track=frame.media_session, at_ms=round(frame.presentation_s * 1000))
        )
        if faces is not None:
            observations.append(_observation(frame, faces))
            seen(Sighting(frame=frame, picture=picture, faces=faces))
    observations.sort(key=lambda each: (each.captured_at, each.sequence))
    return ObserveFacesResult(observations=tuple(observations), dropped=len(payload.frames) - len(observations))


def _picture(frame: SampledFrame, uploads: Uploads) -> Picture | None:
    import cv2

    try:
        content = uploads.read(frame.file)
    except WorkError:
        return None
    decoded = cv2.imdecode(np.frombuffer(content, dtype=np.uint8), cv2.IMREAD_COLOR) if content else None
    if decoded is None:
        return None
    return np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def _observation(frame: SampledFrame, faces: tuple[Face, ...]) -> FaceObservation:
    nearest = faces[0] if faces else None
    return FaceObservation(
        interview_id=frame.interview_id,
        media_session=frame.media_session,
        sequence=frame.sequence,
        presentation_s=frame.presentation_s,
        captured_at=frame.captured_at,
        face_count=len(faces),
        confidence=nearest.confidence if nearest else None,
        head_pose=nearest.head_pose if nearest else None,
        gaze=nearest.gaze if nearest else None,
    )
