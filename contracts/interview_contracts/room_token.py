"""Claims of the short-lived token that lets one candidate's browser connect to the media server."""

from uuid import UUID

from pydantic import Field

from interview_contracts.base import Message
from interview_contracts.vocabulary import Language

AUDIENCE = "media"
ALGORITHM = "HS256"


class RoomClaims(Message):
    """`exp` is a Unix time in seconds.

    `face` tells whether the candidate consented to face observation, `emotion` whether the deployment, the job and the
    candidate also allow expressions to be looked at; it never holds without `face`.
    """

    sub: UUID = Field(description="interview id")
    aud: str = AUDIENCE
    exp: int
    iat: int
    jti: str
    language: Language
    face: bool
    emotion: bool = False
