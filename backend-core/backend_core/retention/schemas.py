"""Requests and responses of erasing."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel

from backend_core.models.vocabulary import ErasureReason


class ErasureIn(BaseModel):
    """Why an interview is erased: the candidate asked for it, or nobody needs it any more."""

    reason: Literal[ErasureReason.CANDIDATE_REQUEST, ErasureReason.NOT_NEEDED]


class ErasureOut(BaseModel):
    """What was erased, and when."""

    interview_id: UUID
    erased_at: AwareDatetime
