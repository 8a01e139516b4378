"""Requests and responses of logging in."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, EmailStr, Field, StringConstraints

from backend_core.auth.passwords import MAX_LENGTH, MIN_LENGTH
from backend_core.models.vocabulary import UserRole
from backend_core.plain_text import plain
from interview_contracts.vocabulary import Language


def _readable(value: object) -> object:
    return " ".join(plain(value).split()) if isinstance(value, str) else value


Email = Annotated[EmailStr, Field(max_length=254), AfterValidator(lambda value: value.strip().lower())]
PersonName = Annotated[str, BeforeValidator(_readable), StringConstraints(min_length=1, max_length=100)]
NewPassword = Annotated[str, Field(min_length=MIN_LENGTH, max_length=MAX_LENGTH)]


class LoginIn(BaseModel):
    """Address and password."""

    email: Email
    password: str = Field(max_length=MAX_LENGTH)


class UserOut(BaseModel):
    """The person who is logged in."""

    id: UUID
    role: UserRole
    name: str
    email: str
    locale: Language


class SessionOut(BaseModel):
    """An access token for the `Authorization: Bearer` header, and whose it is. `expires_in` is in seconds."""

    access_token: str
    expires_in: int
    user: UserOut
