"""Responses of the board of candidates."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from backend_core.models.vocabulary import DecisionOutcome
from interview_contracts.payloads.common import BilingualText
from interview_contracts.vocabulary import InterviewState, Language


class BoardRow(BaseModel):
    """One interview on the board. `asked` of `planned` questions are behind the candidate."""

    interview_id: UUID
    candidate_id: UUID
    candidate_name: str
    candidate_email: str
    job_id: UUID
    job_title: BilingualText
    state: InterviewState
    language: Language
    asked: int
    planned: int
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    expires_at: datetime | None
    overall: float | None
    decision: DecisionOutcome | None


class OwnInterviewOut(BaseModel):
    """One of the caller's own interviews; names are in the interview's language."""

    id: UUID
    state: InterviewState
    company_name: str
    job_title: str
    language: Language
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    expires_at: datetime | None


class Board(BaseModel):
    """A page of the board, newest interview first; `total` counts all rows that match."""

    items: list[BoardRow]
    total: int
