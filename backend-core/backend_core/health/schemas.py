"""Responses of the health checks."""

from typing import Literal

from pydantic import BaseModel


class Live(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Ready(BaseModel):
    """Whether the process can do its work, part by part."""

    status: Literal["ok", "unavailable"]
    database: bool
    redis: bool
    migrated: bool
