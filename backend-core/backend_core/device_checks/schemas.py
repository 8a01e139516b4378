"""Requests and responses of the device check."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from backend_core.models.vocabulary import CheckResult

DetailKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
DetailValue = Annotated[str, StringConstraints(max_length=200)]


class DeviceCheckIn(BaseModel):
    """What the check found. `detail` holds codes and figures for helping; never names of devices or people."""

    camera: CheckResult
    microphone: CheckResult
    speaker: CheckResult
    connection: CheckResult
    detail: Annotated[dict[DetailKey, DetailValue], Field(max_length=20)] = {}


class DeviceCheckOut(BaseModel):
    """A stored check."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    created_at: datetime
    camera: CheckResult
    microphone: CheckResult
    speaker: CheckResult
    connection: CheckResult
