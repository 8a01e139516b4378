"""Requests and responses around invitations."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from backend_core.auth.schemas import Email, NewPassword, PersonName, SessionOut
from backend_core.models.vocabulary import InvitationState
from interview_contracts.payloads.common import BilingualText
from interview_contracts.vocabulary import InterviewState, Language

Token = Annotated[str, Field(min_length=1, max_length=200)]


class LookupIn(BaseModel):
    """The token of an invitation link; it stands in the link's fragment, so it reaches no server log."""

    token: Token


class InvitationPreview(BaseModel):
    """What the holder of a link is shown before registering."""

    company_name: BilingualText
    job_title: BilingualText
    candidate_name: str
    candidate_email: str
    state: InvitationState
    expires_at: datetime
    language: Language
    languages: list[Language]
    registered: bool


class RegisterIn(BaseModel):
    """Registration of a candidate. For an existing account `password` is that account's password."""

    token: Token
    name: PersonName
    email: Email
    password: NewPassword
    locale: Language


class RegisteredOut(SessionOut):
    """The session of the candidate who has registered, and the interview that waits."""

    interview_id: UUID


class InvitationIn(BaseModel):
    """A new invitation."""

    candidate_name: PersonName
    candidate_email: Email
    language: Language
    expires_at: AwareDatetime


class DeadlineIn(BaseModel):
    """A new deadline."""

    expires_at: AwareDatetime


class ReissueIn(BaseModel):
    """A new link, with a new deadline where the old one has passed."""

    expires_at: AwareDatetime | None = None


class InvitationOut(BaseModel):
    """An invitation as recruiters see it."""

    id: UUID
    job_id: UUID
    candidate_name: str
    candidate_email: str
    language: Language
    state: InvitationState
    created_at: datetime
    expires_at: datetime
    interview_id: UUID | None
    interview_state: InterviewState | None


class InvitationWithLink(InvitationOut):
    """An invitation with its link, which can be read only now: the token is not stored."""

    link: str
