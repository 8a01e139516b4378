"""Face observations from sampled camera frames, only for candidates who consented. Never an input of a score."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field

from interview_contracts.base import Message
from interview_contracts.files import FileRef


class SampledFrame(Message):
    """A JPEG of one candidate's camera. `presentation_s` is the frame's time since the media session began."""

    interview_id: UUID
    media_session: str = Field(max_length=40)
    sequence: int = Field(ge=0)
    presentation_s: float = Field(ge=0)
    captured_at: AwareDatetime
    file: FileRef


class ObserveFacesPayload(Message):
    """Frames of several candidates, collected over one short tick. The worker deletes each file after reading it."""

    frames: Annotated[tuple[SampledFrame, ...], Field(max_length=256)]


class HeadPose(Message):
    """Head pose in degrees as the camera sees it: yaw to the left, pitch upwards and roll clockwise are positive."""

    yaw: float
    pitch: float
    roll: float


class FaceObservation(Message):
    """What one frame shows. `face_count` 0 means that nobody is visible."""

    interview_id: UUID
    media_session: str
    sequence: int
    presentation_s: float
    captured_at: AwareDatetime
    face_count: int = Field(ge=0)
    confidence: float | None = Field(default=None, ge=0, le=1)
    head_pose: HeadPose | None = None
    gaze: tuple[float, float] | None = None


class ObserveFacesResult(Message):
    """`dropped` counts frames that were too late to be worth a look."""

    observations: tuple[FaceObservation, ...]
    dropped: int = 0


class InferEmotionPayload(Message):
    """One frame for emotion inference (requirement B-11: off by default)."""

    frame: SampledFrame


class InferEmotionResult(Message):
    """Dominant emotion and its share; stored apart, labelled, never read by scoring."""

    interview_id: UUID
    captured_at: AwareDatetime
    dominant: str = Field(max_length=20)
    share: float = Field(ge=0, le=1)
