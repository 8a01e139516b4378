"""Responses of recordings."""

from uuid import UUID

from pydantic import AwareDatetime, BaseModel


class RecordingLinkOut(BaseModel):
    """A link to one answer's recording that works until `expires_at`."""

    turn_id: UUID
    url: str
    mime: str
    has_video: bool
    duration_s: float | None
    expires_at: AwareDatetime
