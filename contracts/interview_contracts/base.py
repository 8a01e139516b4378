"""Base classes of every message that crosses a process border."""

from pydantic import BaseModel, ConfigDict


class Message(BaseModel):
    """Immutable value that crosses a process border as JSON.

    Unknown fields are ignored, so that a newer sender and an older receiver understand each other during an upgrade.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_inf_nan="null", allow_inf_nan=False)
