"""Table of device checks."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import InterviewEntity, one_of
from backend_core.models.vocabulary import CheckResult


class DeviceCheck(InterviewEntity):
    """One run of the device check before an interview."""

    __tablename__ = "device_check"

    camera: Mapped[CheckResult] = mapped_column(one_of(CheckResult, "camera"))
    microphone: Mapped[CheckResult] = mapped_column(one_of(CheckResult, "microphone"))
    speaker: Mapped[CheckResult] = mapped_column(one_of(CheckResult, "speaker"))
    connection: Mapped[CheckResult] = mapped_column(one_of(CheckResult, "connection"))
    detail: Mapped[dict[str, Any] | None]
