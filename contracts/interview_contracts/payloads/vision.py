"""Face observations from sampled camera frames, only for candidates who consented. Never an input of a score."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field

from interview_contracts.base import Message
from interview_contracts.engines import EngineInfo
from interview_contracts.files import FileRef
from interview_contracts.vocabulary import Emotion


class SampledFrame(Message):
    """A JPEG of one candidate's camera. `presentation_s` is the frame's time since the media session began.

    `emotion` marks a frame whose expression may be looked at as well (requirement B-11: off by default). It is set only
    where deployment, job and the candidate's own consent allow it, on at most one frame in two seconds.
    """

    interview_id: UUID
    media_session: str = Field(max_length=40)
    sequence: int = Field(ge=0)
    presentation_s: float = Field(ge=0)
    captured_at: AwareDatetime
    file: FileRef
    emotion: bool = False


class ObserveFacesPayload(Message):
    """Frames of several candidates, collected over one short tick. The worker deletes each file after reading it."""

    frames: Annotated[tuple[SampledFrame, ...], Field(max_length=256)]


class HeadPose(Message):
    """Head pose in degrees as the camera sees it: yaw to the left, pitch upwards and roll clockwise are positive."""

    yaw: float
    pitch: float
    roll: float


class FaceObservation(Message):
    """What one frame shows. `face_count` 0 means that nobody is visible.

    `gaze` is the direction of the eyes against the head in degrees as the camera sees it: first to the left, then
    upwards positive. With `head_pose` it says where somebody looks; None where the engine does not know it, and for
    eyes that are shut or turned away. Landmarks and other measures of a face's shape are never sent (LAW-13).
    """

    interview_id: UUID
    media_session: str
    sequence: int
    presentation_s: float
    captured_at: AwareDatetime
    face_count: int = Field(ge=0)
    confidence: float | None = Field(default=None, ge=0, le=1)
    head_pose: HeadPose | None = None
    gaze: tuple[float, float] | None = None


class EmotionObservation(Message):
    """The expression in one frame with exactly one face: the name that fits best, and its share among all names, 0-1.

    An estimate from a picture, often wrong; stored apart, labelled, never read by scoring.
    """

    interview_id: UUID
    media_session: str = Field(max_length=40)
    sequence: int = Field(ge=0)
    presentation_s: float
    captured_at: AwareDatetime
    dominant: Emotion
    share: float = Field(ge=0, le=1)


class ObserveFacesResult(Message):
    """`dropped` counts frames of which nothing can be said: too late, out of order, unreadable, or not looked at.

    `emotions` are of frames that were marked for it, made by `emotion_engine`; `emotions_dropped` counts those of them
    that nothing could be inferred from, whatever the reason.
    """

    observations: tuple[FaceObservation, ...]
    dropped: int = 0
    emotions: tuple[EmotionObservation, ...] = ()
    emotion_engine: EngineInfo | None = None
    emotions_dropped: int = 0
