"""Queries of device checks."""

from backend_core.models import DeviceCheck
from backend_core.persistence import Repository


class DeviceCheckRepository(Repository[DeviceCheck]):
    """Device checks."""

    model = DeviceCheck
