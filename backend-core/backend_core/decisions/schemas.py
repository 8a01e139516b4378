"""Requests and responses of decisions and human ratings."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from backend_core.models.vocabulary import DecisionOutcome

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2000)]


class DecisionIn(BaseModel):
    """A decision with its reason; a later one replaces it and both are kept."""

    outcome: DecisionOutcome
    reason: Reason


class DecisionOut(BaseModel):
    """A decision and who made it."""

    outcome: DecisionOutcome
    reason: str
    decided_by: str
    decided_at: AwareDatetime


class HumanRatingIn(BaseModel):
    """A recruiter's own level of one answer. `turn_id` is the turn of the main question."""

    turn_id: UUID
    level: Annotated[int, Field(ge=1, le=5)]
    reason: Reason


class HumanRatingOut(BaseModel):
    """A human rating and who gave it."""

    turn_id: UUID
    level: int
    reason: str
    rated_by: str
    rated_at: AwareDatetime
